"""Forms: an XLSForm in, a conversation out.

`xlsform` reads a form (the only file that knows pyxform), `model` is what it becomes, `engine` plays it,
`play` says it. Everything but `xlsform` is pure: no database, no clock, no channel; time, facts and live
lists come in through `World`.
"""
