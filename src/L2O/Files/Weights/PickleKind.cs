namespace L2O.Files.Weights;

/// <summary>What a value on the stack of a pickle is.</summary>
internal enum PickleKind
{
    /// <summary>None, a truth value or a floating-point number: nothing that is read here.</summary>
    Other,

    /// <summary>True.</summary>
    True,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A text.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>A tuple, list or set.</summary>
    Sequence,

    /// <summary>A dictionary.</summary>
    Map,

    /// <summary>The name of a function or class. It is never looked up.</summary>
    Name,

    /// <summary>What Python would call to make an object. It is never called.</summary>
    Call,

    /// <summary>A reference to something that is kept outside the pickle.</summary>
    Stored,
}
