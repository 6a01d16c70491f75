using L2O.Dynamics;
using L2O.MetaTraining;
using L2O.Reporting.Tables;
using L2O.Tables;
using Parquet;
using Parquet.Schema;
using Xunit;

namespace L2O.Tests.Reporting;

public sealed class ParquetTablesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ParquetTablesTests()
    {
        MetricsCsv.Write(_folder.Root, SampleComparison.Full(30));
        MetaTrainingCsv.Write(_folder.Root,
            [new EpochMetrics(1, 1.0 / 3, double.NaN, true, 3, 1), new EpochMetrics(2, -0.5, double.PositiveInfinity, false)]);
        FamiliesCsv.Write(_folder.Root, [new FamilyMetrics(1, "pes,\"a\"", 1.0 / 3, 1e-300), new FamilyMetrics(2, "b", double.NaN, 2)]);
        MeasurementCsv.Write(_folder.Root,
            [new RunMeasurement("net,1", "adam", 0, new Measurement(1, "all", "update_norm", 1e-300)),
            new RunMeasurement("net,1", "adam", 2, new Measurement(3, "all", "update_tail_index", double.Epsilon, 2, -0.5, 7))]);
        TrainingCsv.Write(_folder.Root, [new TrainingPoint(0, double.NaN, double.NaN, 1.0 / 3, 0.1, double.NaN, true),
            new TrainingPoint(7, 1e-300, 0.5, -0.5, double.NaN, 1, false)]);
    }

    public static TheoryData<string, int> Tables => new(
        from table in TableCatalog.All
        from rows in new[] { 7, ParquetTables.RowsPerGroup }
        select new TheoryDataRow<string, int>(table.FileName, rows));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Every_cell_is_that_of_the_CSV_bit_for_bit(string name, int rowsPerGroup)
    {
        TableSchema table = TableCatalog.All.Single(one => one.FileName == name);
        ParquetTables.Write(table, _folder[name], _folder["twin.parquet"], rowsPerGroup);
        await using FileStream stream = File.OpenRead(_folder["twin.parquet"]);
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream,
            cancellationToken: TestContext.Current.CancellationToken);
        IReadOnlyList<Array>[] groups = [.. table.Read(_folder[name], rowsPerGroup)];

        Assert.NotEmpty(groups);
        Assert.Equal(groups.Length, reader.RowGroupCount);
        Assert.Equal(table.Columns.Select(static column => column.Name), reader.Schema.DataFields.Select(static field => field.Name));
        for (int group = 0; group < groups.Length; group++)
        {
            using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
            for (int column = 0; column < table.Columns.Length; column++)
                await AssertColumn(groups[group][column], rows, reader.Schema.DataFields[column]);
        }
    }

    [Fact]
    public async Task The_file_says_what_its_rows_and_columns_are()
    {
        ParquetTables.WriteAll(_folder.Root);
        await using ParquetReader reader = await ParquetReader.CreateAsync(_folder["meta_training.parquet"],
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("an epoch of a meta-training", reader.CustomMetadata["l2o.row"]);
        Assert.Equal("of the loss", reader.CustomMetadata["l2o.unit.test_loss"]);
        Assert.Equal("whether phi was the best so far", reader.CustomMetadata["l2o.meaning.best"]);
        Assert.False(reader.CustomMetadata.ContainsKey("l2o.unit.best"));
        Assert.Equal(
            [("epoch", typeof(int), true), ("meta_loss", typeof(double), true), ("test_loss", typeof(double), true),
                ("best", typeof(bool), false), ("skipped_meta_steps", typeof(int), true), ("diverged_runs", typeof(int), true)],
            reader.Schema.DataFields.Select(static field => (field.Name, field.ClrType, field.IsNullable)));
    }

    [Fact]
    public void Every_table_that_is_there_gets_its_twin_and_nothing_else_does()
    {
        File.Delete(_folder["dynamics.csv"]);
        File.Delete(_folder["training.csv"]);
        _folder.Write("other.csv", "a,b\n"u8.ToArray());
        Assert.Equal(["meta_training.parquet", "families.parquet", "metrics.parquet", "runs.parquet", "learning_rates.parquet"],
            ParquetTables.WriteAll(_folder.Root).Select(Path.GetFileName));
        Assert.Equal(5, Directory.GetFiles(_folder.Root, "*.parquet").Length);
    }

    [Fact]
    public void Equal_tables_give_equal_bytes()
    {
        ParquetTables.WriteAll(_folder.Root);
        byte[] first = File.ReadAllBytes(_folder["metrics.parquet"]);
        ParquetTables.WriteAll(_folder.Root);
        Assert.Equal(first, File.ReadAllBytes(_folder["metrics.parquet"]));
    }

    [Fact]
    public void A_damaged_table_leaves_the_old_twin()
    {
        ParquetTables.WriteAll(_folder.Root);
        byte[] old = File.ReadAllBytes(_folder["runs.parquet"]);
        File.AppendAllText(_folder["runs.csv"], "mlp\n");
        File.Delete(_folder["metrics.parquet"]);
        Assert.Contains("runs.csv, line", Assert.ThrowsAny<IOException>(() => ParquetTables.WriteAll(_folder.Root)).Message,
            StringComparison.Ordinal);
        Assert.Equal(old, File.ReadAllBytes(_folder["runs.parquet"]));
        Assert.True(File.Exists(_folder["metrics.parquet"])); // the others do not wait for it
        Assert.Empty(Directory.GetFiles(_folder.Root, "*.tmp"));
    }

    private static async Task AssertColumn(Array expected, ParquetRowGroupReader rows, DataField field)
    {
        Assert.Equal(expected.Length, rows.RowCount);
        switch (expected)
        {
            case string[] texts:
                string?[] names = new string?[texts.Length];
                await rows.ReadAsync(field, names.AsMemory()!);
                Assert.Equal(texts, names);
                break;
            case int?[] integers:
                int?[] whole = new int?[integers.Length];
                await rows.ReadAsync<int>(field, whole.AsMemory());
                Assert.Equal(integers, whole);
                break;
            case double[] numbers:
                double?[] read = new double?[numbers.Length];
                await rows.ReadAsync<double>(field, read.AsMemory());
                Assert.Equal(numbers.Select(static number => double.IsNaN(number) ? (long?)null : BitConverter.DoubleToInt64Bits(number)),
                    read.Select(static number => number is { } there ? BitConverter.DoubleToInt64Bits(there) : (long?)null));
                break;
            default:
                bool[] flags = new bool[expected.Length];
                await rows.ReadAsync<bool>(field, flags.AsMemory());
                Assert.Equal((bool[])expected, flags);
                break;
        }
    }
}
