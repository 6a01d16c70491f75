using L2O.Data;
using L2O.Readers;
using Parquet;
using Parquet.Schema;
using Xunit;

namespace L2O.Tests.Readers;

public sealed class ParquetTableReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Columns_of_every_type_and_all_row_groups_are_read()
    {
        await Write("a.parquet", gap: false);
        DataSplits data = Read("a.parquet", new DatasetOptions { Target = "price", Standardize = false, Test = _folder["a.parquet"] });
        Assert.Equal((TargetKind.Values, 4), (data.Train.Target, data.Train.Count));
        Assert.Equal([4], data.Train.InputShape); // size, flat, house, new
        float[] inputs = new float[4], target = new float[1];
        data.Train.Read<float>([3], inputs, new byte[1]);
        data.Train.ReadTargets<float>([3], target);
        Assert.Equal([4, 0, 1, 1], inputs);
        Assert.Equal([4.5f], target);
    }

    [Fact]
    public async Task Missing_values_are_refused_by_row_and_column()
    {
        await Write("gap.parquet", gap: true);
        Assert.Equal(
            $"{_folder["gap.parquet"]}, row 4, column 'size': the value is missing; expected a finite number",
            Assert.Throws<InvalidDataException>(() => Read("gap.parquet", new DatasetOptions { Target = "price" })).Message);
    }

    [Fact]
    public async Task What_is_no_parquet_file_is_refused_in_one_line()
    {
        await Write("a.parquet", gap: false);
        byte[] sound = File.ReadAllBytes(_folder["a.parquet"]);
        foreach (byte[] bad in new[] { [], "text"u8.ToArray(), sound[..^20], sound[..(sound.Length / 2)],
            [.. sound[..^8], 255, 255, 255, 127, .. "PAR1"u8] })
        {
            string path = _folder.Write("bad.parquet", bad),
                message = Assert.Throws<InvalidDataException>(() => Read("bad.parquet", new DatasetOptions { Target = "price" })).Message;
            Assert.StartsWith($"{path}: no Parquet file that can be read (", message, StringComparison.Ordinal);
            Assert.EndsWith("); expected an intact one", message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
        }
    }

    private DataSplits Read(string name, DatasetOptions options) =>
        DatasetReaders.Read("table", _folder[name], options, new ParquetTableReader());

    private async Task Write(string name, bool gap)
    {
        DataField size = new("size", typeof(int), isNullable: true), kind = new("kind", typeof(string), isNullable: false),
            isNew = new("new", typeof(bool), isNullable: false), price = new("price", typeof(double), isNullable: false);
        await using FileStream stream = File.Create(_folder[name]);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(size, kind, isNew, price), stream,
            cancellationToken: TestContext.Current.CancellationToken);
        for (int first = 1; first < 4; first += 2)
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await group.WriteAsync<int>(size, new int?[] { first, gap && first == 3 ? null : first + 1 }.AsMemory());
            await group.WriteAsync(kind, new[] { "flat", "house" });
            await group.WriteAsync<bool>(isNew, new[] { false, true }.AsMemory());
            await group.WriteAsync<double>(price, new[] { first + 0.5, first + 1.5 }.AsMemory());
        }
    }
}
