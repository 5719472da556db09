"""Composite indices as data: load a dated method, score, rank, summarise and explain with exact whole numbers."""

from .composite import NO_CLASS, Composite, compute
from .loading import METHODS, all_methods, method
from .schema import Indicator, Method, StatusClass

__all__ = ["METHODS", "NO_CLASS", "Composite", "Indicator", "Method", "StatusClass", "all_methods", "compute", "method"]
