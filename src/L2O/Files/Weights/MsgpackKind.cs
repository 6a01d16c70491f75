namespace L2O.Files.Weights;

/// <summary>What a value of msgpack is, as far as files of weights need it.</summary>
internal enum MsgpackKind
{
    /// <summary>Nil, a truth value or a floating-point number: nothing that is read here.</summary>
    Other,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A text; its bytes are UTF-8.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Binary,

    /// <summary>So many values follow.</summary>
    Array,

    /// <summary>So many pairs of keys and values follow.</summary>
    Map,

    /// <summary>Bytes with the number of an application's type.</summary>
    Extension,
}
