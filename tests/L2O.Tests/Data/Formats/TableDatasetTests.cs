using System.Text;
using L2O.Data;
using L2O.Data.Formats;
using Xunit;

namespace L2O.Tests.Data.Formats;

public sealed class TableDatasetTests : IDisposable
{
    private const string Houses = "size,kind,age,price\n10,flat,1,100\n20,house,2,200\n30,flat,3,300\n40,\"row, "
        + "house\",4,400\n50,house,5,500\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Numbers_are_standardized_by_the_training_split_and_texts_are_one_hot()
    {
        string train = Write("train.csv", Houses), test = Write("test.csv", "price,age,kind,size\n700,9,flat,60\n");
        DataSplits data = TableDataset.Load(train, "price", new DatasetOptions { Test = test });
        Assert.Equal("train.csv", data.Name);
        Assert.Equal((TargetKind.Values, 1, 5, 1), (data.Train.Target, data.Train.TargetSize, data.Train.Count, data.Test.Count));
        Assert.Equal([5], data.Train.InputShape); // size, flat, house, row house, age
        double deviation = Math.Sqrt(200); // of 10 to 50, divided by the count
        (float[] inputs, float[] targets) = Read(data.Train, 3);
        Assert.Equal([(float)(10 / deviation), 0, 0, 1, (float)(1 / Math.Sqrt(2))], inputs);
        Assert.Equal([(float)(100 / (10 * deviation))], targets);
        (inputs, targets) = Read(data.Test, 0);
        Assert.Equal([(float)(30 / deviation), 1, 0, 0, (float)(6 / Math.Sqrt(2))], inputs);
        Assert.Equal([(float)(400 / (10 * deviation))], targets);
    }

    [Fact]
    public void Scaling_can_be_left_out_and_columns_chosen_in_any_order()
    {
        DataSplits data = TableDataset.Load(Write("a.csv", Houses), "price",
            new DatasetOptions { Columns = ["age", "size"], Standardize = false, Test = Write("b.csv", Houses) });
        AssertSample([4, 40], [400], data.Train, 3);
        data = TableDataset.Load(_folder["a.csv"], "price",
            new DatasetOptions { Columns = ["age"], StandardizeTarget = false, Test = _folder["b.csv"] });
        Assert.Equal([500], Read(data.Train, 4).Targets);
        Assert.Equal((float)Math.Sqrt(2), Read(data.Train, 4).Inputs[0]);
    }

    [Fact]
    public void A_target_of_texts_makes_classes_in_ordinal_order_and_whole_numbers_do_so_on_request()
    {
        DataSplits data = TableDataset.Load(Write("a.csv", Houses), "kind",
            new DatasetOptions { Test = Write("b.csv", "size,kind,age,price\n1,house,1,1\n") });
        Assert.Equal((TargetKind.Classes, 3), (data.Train.Target, data.Train.ClassCount));
        Assert.Equal([0, 1, 0, 2, 1], Labels(data.Train));
        Assert.Equal([1], Labels(data.Test));
        string numbers = Write("c.csv", "x,digit\n1,7\n2,3\n3,7\n4,10\n");
        data = TableDataset.Load(numbers, "digit", new DatasetOptions { Classification = true, Test = numbers });
        Assert.Equal([1, 0, 1, 2], Labels(data.Train));
        Assert.Equal(TargetKind.Values, TableDataset.Load(numbers, "digit").Train.Target);
    }

    [Fact]
    public void The_inputs_can_be_the_target_unless_a_column_has_that_name()
    {
        DataSplits data = TableDataset.Load(Write("a.csv", Houses), "input");
        Assert.Equal((TargetKind.Input, 6), (data.Train.Target, data.Train.TargetSize));
        Assert.Equal(TargetKind.Values, TableDataset.Load(Write("b.csv", "x,input\n1,2\n3,4\n"), "input").Train.Target);
    }

    [Fact]
    public void A_drawn_split_is_disjoint_whole_and_a_function_of_its_seed()
    {
        string path = Write("many.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 50).Select(static i => $"{i},{i}\n")));
        DatasetOptions plain = new() { Standardize = false };
        double[] first = Values(TableDataset.Load(path, "y", plain).Test), again = Values(TableDataset.Load(path, "y", plain).Test);
        double[] other = Values(TableDataset.Load(path, "y", plain with { SplitSeed = 2 }).Test),
            half = Values(TableDataset.Load(path, "y", plain with { TestShare = 0.5 }).Test);
        Assert.Equal(10, first.Length);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.Equal(25, half.Length);
        Assert.Equal(Enumerable.Range(0, 50).Select(static i => (double)i), first.Concat(Values(TableDataset.Load(path, "y", plain).Train))
            .Order());
        Assert.NotEqual(first.Order().Take(10).ToArray(), Enumerable.Range(40, 10).Select(static i => (double)i)); // not just the end

        double[] Values(IDataset split) => [.. Enumerable.Range(0, split.Count).Select(i => (double)Read(split, i).Targets[0])];
    }

    [Theory]
    [InlineData("a;b\n1;2\n3;4\n")]
    [InlineData("a\tb\r\n1\t2\r\n3\t4")]
    [InlineData("\ufeffa,b\n1,2\n\n3,4\n\n")]
    [InlineData("\"a\",\"b\"\n\"1\",\"2\"\n3,4\n")]
    [InlineData(" a , b \n 1 , 2 \n3,4\n")]
    public void Files_of_any_origin_are_read_alike(string text)
    {
        string path = Write("a.csv", text);
        DataSplits data = TableDataset.Load(path, "b", new DatasetOptions { Standardize = false, Test = path });
        AssertSample([1], [2], data.Train, 0);
        AssertSample([3], [4], data.Train, 1);
        File.WriteAllBytes(_folder["a.csv.gz"], TemporaryFolder.Gzip(Encoding.UTF8.GetBytes(text)));
        AssertSample([1], [2], TableDataset.Load(_folder["a.csv.gz"], "b", new DatasetOptions { Standardize = false, Test = path }).Train,
            0);
    }

    [Fact]
    public void Quoted_cells_hold_separators_quotes_and_line_ends()
    {
        string path = Write("a.csv", "x,\"the \"\"kind\"\"\"\n1,\"a,\n\"\"b\"\"\"\n2,c\n3,c\n");
        DataSplits data = TableDataset.Load(path, "the \"kind\"", new DatasetOptions { Test = path });
        Assert.Equal([0, 1, 1], Labels(data.Train)); // 'a, "b"' in two lines is one text
        var error = Assert.Throws<InvalidDataException>(() => TableDataset.Load(Write("b.csv", "x,y\n\"a\nb\",1\n,2\n"), "y"));
        Assert.Equal($"{_folder["b.csv"]}, row 2 (line 4), column 'x': the value is missing; expected a number or a text in every row",
            error.Message);
    }

    [Fact]
    public void A_constant_column_becomes_zeros()
    {
        string path = Write("a.csv", "x,y\n7,1\n7,2\n");
        Assert.Equal([0], Read(TableDataset.Load(path, "y", new DatasetOptions { Test = path }).Train, 1).Inputs);
    }

    [Theory]
    [InlineData("", "PATH: the file is empty; expected a header line with the names of the columns")]
    [InlineData("a,y\n", "PATH: the table has no rows; expected at least one")]
    [InlineData("a,y\n1,2\n", "PATH has 1 samples; expected at least 2, one of them for the test split")]
    [InlineData("a,y\n1,2\n1\n", "PATH, line 3: 1 cells; expected 2, as in the header")]
    [InlineData("a,y\n1,2,3\n", "PATH, line 2: 3 cells; expected 2, as in the header")]
    [InlineData("a,a,y\n1,2,3\n", "PATH: two columns are called 'a'; expected each name once")]
    [InlineData("a,,y\n1,2,3\n", "PATH: column 2 has no name; expected one in the header")]
    [InlineData("a,y\n1,2\n,3\n", "PATH, row 2 (line 3), column 'a': the value is missing; expected a number or a text in every row")]
    [InlineData("a,y\n1,2\n2,na\n", "PATH, row 2 (line 3), column 'y': the value is missing ('na'); expected a number or a text in every "
        + "row")]
    [InlineData("a,y\n1,2\n2,3\nthree,4\n",
        "PATH, row 3 (line 4), column 'a': 'three' is no number; expected one, as in most of this column's rows")]
    [InlineData("a,y\n1,2\n1e999,3\n", "PATH, row 2 (line 3), column 'a': the value is infinite; expected a finite number")]
    [InlineData("a,y\n1,2\n\"2,3\n", "PATH, line 3: a quote is never closed; expected one behind the cell")]
    [InlineData("a,y\n1,2\n\"2\"x,3\n", "PATH, line 3: 'x' follows a closing quote; expected ',' or the end of the line")]
    [InlineData("a,y\n1,\0\n", "PATH, line 2: there is a zero byte; expected text")]
    public void Malformed_files_are_refused_with_the_place(string text, string expected)
    {
        string path = Write("bad.csv", text);
        Assert.Equal(expected.Replace("PATH", path, StringComparison.Ordinal),
            Assert.Throws<InvalidDataException>(() => TableDataset.Load(path, "y")).Message);
    }

    [Fact]
    public void Bytes_that_are_no_text_and_too_many_categories_are_refused()
    {
        string path = _folder.Write("latin.csv", [(byte)'a', (byte)',', (byte)'y', (byte)'\n', 0xe9, (byte)',', (byte)'1', (byte)'\n']);
        Assert.Equal($"{path}: the file has bytes that are no UTF-8; expected a CSV file in UTF-8",
            Assert.Throws<InvalidDataException>(() => TableDataset.Load(path, "y")).Message);
        path = Write("names.csv", "name,y\n" + string.Concat(Enumerable.Range(0, 300).Select(static i => $"n{i},{i}\n")));
        Assert.Equal(
            $"{path}, row 257 (line 258), column 'name': 'n256' is another text behind 256 different ones; expected numbers, or at most "
                + "256 categories",
            Assert.Throws<InvalidDataException>(() => TableDataset.Load(path, "y")).Message);
        path = _folder.Write("cut.csv.gz", TemporaryFolder.Gzip(Encoding.UTF8.GetBytes(Houses))[..^20]);
        Assert.Throws<InvalidDataException>(() => TableDataset.Load(path, "price"));
    }

    [Fact]
    public void What_the_training_file_does_not_know_is_refused_in_the_test_file()
    {
        string train = Write("train.csv", Houses);
        Assert.EndsWith("row 1 (line 2), column 'kind': 'flet' does not occur in the training file; expected one of its 3 texts; did you "
            + "mean 'flat'?", Refusal("size,kind,age,price\n1,flet,1,1\n", "price"), StringComparison.Ordinal);
        Assert.EndsWith("there is no column 'age'; expected the columns of the training file",
            Refusal("size,kind,price\n1,flat,1\n", "price"), StringComparison.Ordinal);
        Assert.EndsWith("column 'age': the column holds texts; expected numbers as in the training file",
            Refusal("size,kind,age,price\n1,flat,old,1\n", "price"), StringComparison.Ordinal);
        Assert.EndsWith("column 'kind': 'hut' does not occur in the training file; expected one of its 3 texts",
            Refusal("size,kind,age,price\n1,hut,1,1\n", "kind"), StringComparison.Ordinal);

        string Refusal(string test, string target) =>
            Assert.Throws<InvalidDataException>(() =>
                TableDataset.Load(train, target, new DatasetOptions { Test = Write("test.csv", test) })).Message;
    }

    [Fact]
    public void Choices_that_the_table_does_not_have_are_refused()
    {
        string path = Write("a.csv", Houses);
        Assert.Equal($"{path}: there is no column 'prize'; expected one of size, kind, age, price; did you mean 'price'?",
            Refusal("prize", new()));
        Assert.Equal($"{path}: there is no column 'sizes'; expected one of size, kind, age, price; did you mean 'size'?",
            Refusal("price", new() { Columns = ["sizes"] }));
        Assert.Equal($"{path}: column 'price' is both an input and the target; expected one of them",
            Refusal("price", new() { Columns = ["size", "price"] }));
        Assert.Equal($"{path}: column 'size' is chosen twice; expected each once", Refusal("price", new() { Columns = ["size", "size"] }));
        Assert.Equal("data option 'targets' does not go with table data; expected one of target, test, testShare, splitSeed, columns, "
            + "standardize, standardizeTarget, classification", Refusal("price", new() { Targets = "x" }));
        Assert.Equal("data option 'testShare' is 1.5; expected a share between 0 and 1", Refusal("price", new() { TestShare = 1.5 }));
        Assert.Equal("data option 'splitSeed' does not go with 'test'; expected a test split or a share that is drawn",
            Refusal("price", new() { Test = path, SplitSeed = 1 }));
        Assert.Equal("data option 'standardizeTarget' does not go with classes; expected a target of numbers",
            Refusal("kind", new() { StandardizeTarget = true }));

        string Refusal(string target, DatasetOptions options) =>
            Assert.Throws<ArgumentException>(() => TableDataset.Load(path, target, options)).Message;
    }

    private string Write(string name, string text) => _folder.Write(name, Encoding.UTF8.GetBytes(text));

    private static (float[] Inputs, float[] Targets) Read(IDataset data, int sample)
    {
        float[] inputs = new float[data.InputSize], targets = new float[data.Target == TargetKind.Values ? 1 : 0];
        data.Read<float>([sample], inputs, new byte[1]);
        if (targets.Length > 0)
            data.ReadTargets<float>([sample], targets);
        return (inputs, targets);
    }

    private static void AssertSample(float[] inputs, float[] targets, IDataset data, int sample)
    {
        (float[] readInputs, float[] readTargets) = Read(data, sample);
        Assert.Equal(inputs, readInputs);
        Assert.Equal(targets, readTargets);
    }

    private static byte[] Labels(IDataset data)
    {
        byte[] labels = new byte[data.Count];
        data.Read([.. Enumerable.Range(0, data.Count)], new float[data.Count * data.InputSize], labels);
        return labels;
    }
}
