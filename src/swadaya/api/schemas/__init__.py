"""What is answered, as types: they are the contract, published in the OpenAPI document and tested against answers."""

from .figures import AggregatePage, ChangePage, OneRun, ResultPage, RunPage
from .methods import MethodPage, OneMethod
from .reasons import OneReason
from .regions import OneRegion, RegionPage
from .shared import Body, Problems, Start

__all__ = [
    "AggregatePage",
    "Body",
    "ChangePage",
    "MethodPage",
    "OneMethod",
    "OneReason",
    "OneRegion",
    "OneRun",
    "Problems",
    "RegionPage",
    "ResultPage",
    "RunPage",
    "Start",
]
