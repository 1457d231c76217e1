"""The household of the real tests: an office desktop, a laptop and a phone, as an answers file."""

DEVICES = {
    "Office PC": ("desktop", "thunderbird", True), "Laptop": ("laptop", "thunderbird", False),
    "Phone": ("phone", "generic", False),
}


def answers(address, *, backup="inbox", only=tuple(DEVICES), mode=""):
    """Text of an answers file. only: names of the devices. mode: the person's own choice for all of them."""
    lines = [f'address = "{address}"', 'name = "Alicia Núñez \\"la jefa\\""', 'language = "en"',
             "[wishes]", f'backup = "{backup}"']
    for name in only:
        kind, client, stays = DEVICES[name]
        lines += ["[[devices]]", f'name = "{name}"', f'kind = "{kind}"', f'client = "{client}"',
                  f"stays = {str(stays).lower()}"]
        lines += [f'mode = "{mode}"'] if mode else []
    return "\n".join(lines) + "\n"
