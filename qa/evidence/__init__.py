"""证据: a plan's nodes held against the disclosures: what each denotes, with the printed figures that it rests on."""
