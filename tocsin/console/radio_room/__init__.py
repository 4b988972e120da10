"""The radio room: nets, stations, roll calls, traffic, code sheets, and what is printed of them."""
