using System.Numerics;
using L2O.Data.Formats;
using Parquet;
using Parquet.Schema;

namespace L2O.Readers;

/// <summary>A column that is read row group by row group.</summary>
/// <param name="field">Of a type that <see cref="Takes"/> takes.</param>
internal sealed class ParquetColumn(DataField field)
{
    private readonly List<double> _numbers = [];
    private readonly List<string?> _texts = [];

    private static readonly Type[] s_types =
    [
        typeof(bool), typeof(float), typeof(double), typeof(decimal), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort),
            typeof(int), typeof(uint), typeof(long), typeof(ulong),
    ];

    /// <summary>Whether values of that type can be made into numbers or categories.</summary>
    public static bool Takes(Type type) => IsText(type) || s_types.Contains(type);

    // What Parquet.Net calls the type of a text depends on its version.
    private static bool IsText(Type type) => type == typeof(string) || type == typeof(ReadOnlyMemory<char>);

    /// <summary>Reads the next row group's part.</summary>
    /// <param name="rows">The row group.</param>
    public Task Read(ParquetRowGroupReader rows) => IsText(field.ClrType) ? ReadTexts(rows) : Type.GetTypeCode(field.ClrType) switch
    {
        TypeCode.Boolean => ReadNumbers<bool>(rows, static value => value ? 1 : 0),
        TypeCode.Single => ReadNumbers<float>(rows),
        TypeCode.Double => ReadNumbers<double>(rows),
        TypeCode.Decimal => ReadNumbers<decimal>(rows),
        TypeCode.SByte => ReadNumbers<sbyte>(rows),
        TypeCode.Byte => ReadNumbers<byte>(rows),
        TypeCode.Int16 => ReadNumbers<short>(rows),
        TypeCode.UInt16 => ReadNumbers<ushort>(rows),
        TypeCode.Int32 => ReadNumbers<int>(rows),
        TypeCode.UInt32 => ReadNumbers<uint>(rows),
        TypeCode.Int64 => ReadNumbers<long>(rows),
        _ => ReadNumbers<ulong>(rows),
    };

    /// <summary>What was read.</summary>
    public TabularColumn ToTabular() => IsText(field.ClrType) ? new TabularColumn(field.Name, [.. _texts])
        : new TabularColumn(field.Name, [.. _numbers]);

    private async Task ReadTexts(ParquetRowGroupReader rows)
    {
        string?[] part = new string?[rows.RowCount];
        await rows.ReadAsync(field, part.AsMemory()!).ConfigureAwait(false);
        _texts.AddRange(part);
    }

    private Task ReadNumbers<T>(ParquetRowGroupReader rows)
        where T : struct, INumber<T> => ReadNumbers<T>(rows, static value => double.CreateChecked(value));

    private async Task ReadNumbers<T>(ParquetRowGroupReader rows, Func<T, double> convert) where T : struct
    {
        if (field.IsNullable)
        {
            T?[] part = new T?[rows.RowCount];
            await rows.ReadAsync<T>(field, part.AsMemory()).ConfigureAwait(false);
            _numbers.AddRange(part.Select(value => value is { } there ? convert(there) : double.NaN));
            return;
        }
        T[] whole = new T[rows.RowCount];
        await rows.ReadAsync<T>(field, whole.AsMemory()).ConfigureAwait(false);
        _numbers.AddRange(whole.Select(convert));
    }
}
