"""The house: it starts, wires and speaks to the outside. The only room that reads the system clock."""
