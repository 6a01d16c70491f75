namespace L2O.Files.Weights;

/// <summary>One value of msgpack, or the beginning of one that holds others.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Number">An integer's value; how many values or pairs follow; number of bytes.</param>
/// <param name="Start">Offset of the bytes, which are passed over already.</param>
/// <param name="Type">The application's type of an extension.</param>
internal readonly record struct MsgpackToken(MsgpackKind Kind, long Number = 0, int Start = 0, int Type = 0);
