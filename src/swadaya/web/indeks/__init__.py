"""Pages of the index room: nation, region, kecamatan, village."""
