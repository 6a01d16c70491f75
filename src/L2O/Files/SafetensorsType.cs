namespace L2O.Files;

/// <summary>Element types of tensors in a safetensors file. All are little-endian there.</summary>
internal enum SafetensorsType
{
    /// <summary>Unsigned 8-bit integer.</summary>
    U8,

    /// <summary>32-bit integer.</summary>
    I32,

    /// <summary>64-bit integer.</summary>
    I64,

    /// <summary>IEEE 754 half precision; read only.</summary>
    F16,

    /// <summary>The upper half of a single-precision number; read only.</summary>
    BF16,

    /// <summary>IEEE 754 single precision.</summary>
    F32,

    /// <summary>IEEE 754 double precision.</summary>
    F64,
}
