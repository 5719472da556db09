"""Typer's own words in Indonesian: the help page and the faults in a command line."""

from __future__ import annotations

import sys
from typing import Any

import typer
from typer.core import TyperGroup

_PANELS = {
    "ARGUMENTS_PANEL_TITLE": "Argumen",
    "OPTIONS_PANEL_TITLE": "Pilihan",
    "COMMANDS_PANEL_TITLE": "Perintah",
    "DEFAULT_STRING": "[bawaan: {}]",
    "ENVVAR_STRING": "[peubah lingkungan: {}]",
    "REQUIRED_LONG_STRING": "[wajib]",
}


def translate(command: Any) -> None:
    """Prepare a command, and the commands below it, to show its help in Indonesian."""
    context = typer.Context(command)
    option = command.get_help_option(context)
    if option is not None:
        option.help = "Tampilkan bantuan ini."
    usage = command.get_usage
    command.get_usage = lambda ctx: usage(ctx).replace("Usage: ", "Pemakaian: ", 1)
    command.subcommand_metavar = "PERINTAH [ARGUMEN]..."
    command.options_metavar = "[PILIHAN]"
    if isinstance(command, TyperGroup):
        for inner in command.commands.values():
            translate(inner)
    bare = len(sys.argv) < 3 and "--version" not in sys.argv
    if bare or "--help" in sys.argv or "-h" in sys.argv:  # a help page may follow: it costs Rich
        from typer import rich_utils

        for name, text in _PANELS.items():
            setattr(rich_utils, name, text)


def sentence(error: Any) -> str:
    """What is wrong with the command line, and where help is; empty when help was shown instead."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return ""
    context = getattr(error, "ctx", None)
    parameter = getattr(error, "param", None)
    name = parameter.get_error_hint() if parameter is not None else getattr(error, "param_hint", None) or ""
    said = str(getattr(error, "message", error)).strip()
    text = {
        "MissingParameter": f"{name} belum diisi.",
        "NoSuchOption": f"Tidak ada pilihan {getattr(error, 'option_name', '')}.",
        "BadParameter": f"{name} tidak dapat dipakai: {said}",
        "BadOptionUsage": f"Pilihan {getattr(error, 'option_name', '')} memerlukan nilai.",
    }.get(kind, said)
    for english, indonesian in (
        ("No such command", "Tidak ada perintah"),
        ("Missing command.", "Perintah belum disebut."),
        ("Did you mean", "Maksud Anda"),
        ("Got unexpected extra argument", "Ada argumen berlebih"),
    ):
        text = text.replace(english, indonesian)
    command = context.command_path if context is not None else "swadaya"
    return f"{text} Lihat: {command} --help"
