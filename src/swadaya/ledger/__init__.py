"""Books of groups and of their managing units: double entry in whole Rupiah, written once, verified by anybody."""
