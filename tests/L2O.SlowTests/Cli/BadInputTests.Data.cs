using Xunit;

namespace L2O.SlowTests.Cli;

public sealed partial class BadInputTests
{
    [Theory]
    [InlineData("tabel:ROOT/houses.csv,target=price",
        "unknown kind of data 'tabel'; expected one of images, npy, table in front of 'ROOT/houses.csv'; did you mean 'table'?")]
    [InlineData("table:ROOT/houses.xlsx,target=price",
        "ROOT/houses.xlsx: no reader of table data takes a file of that name; expected table:FILE.parquet,target=COLUMN or " +
        "table:FILE.csv,target=COLUMN")]
    [InlineData("table:,target=price",
        "data 'table:,target=price' has no path; expected a dataset's name, or KIND:PATH such as table:houses.csv,target=price")]
    [InlineData("table:ROOT/nowhere.csv,target=price", "ROOT/nowhere.csv: no such file or folder; expected table data to read")]
    [InlineData("table:ROOT/houses.csv",
        "ROOT/houses.csv: no target is named; expected target=COLUMN, one of size, kind, price, or target=input for an autoencoder")]
    [InlineData("table:ROOT/houses.csv,target=prize",
        "ROOT/houses.csv: there is no column 'prize'; expected one of size, kind, price; did you mean 'price'?")]
    [InlineData("table:ROOT/houses.csv,target=price,columns=size;kinds",
        "ROOT/houses.csv: there is no column 'kinds'; expected one of size, kind, price; did you mean 'kind'?")]
    [InlineData("table:ROOT/houses.csv,price",
        "data 'table:ROOT/houses.csv,price' has the part 'price'; expected OPTION=VALUE (paths and names with commas go into a " +
        "configuration)")]
    [InlineData("table:ROOT/houses.csv,target=price,targett=size", "unknown setting 'data.targett'; did you mean 'data.target'?")]
    [InlineData("table:ROOT/houses.csv,target=price,target=size",
        "data 'table:ROOT/houses.csv,target=price,target=size' has 'target' twice; expected it once")]
    [InlineData("table:ROOT/houses.csv,target=price,testShare=2", "data option 'testShare' is 2; expected a share between 0 and 1")]
    [InlineData("table:ROOT/houses.csv,target=price,resize=8",
        "data option 'resize' does not go with table data; expected one of target, test, ...")]
    [InlineData("table:ROOT/houses.csv,target=kind,classification=false",
        "ROOT/houses.csv, row 1 (line 2), column 'kind': the target is a text, 'house'; expected numbers, or classification=true")]
    [InlineData("table:ROOT/gap.csv,target=price",
        "ROOT/gap.csv, row 2 (line 3), column 'size': the value is missing; expected a number or a text in every row")]
    [InlineData("table:ROOT/ragged.csv,target=price", "ROOT/ragged.csv, line 3: 1 cells; expected 2, as in the header")]
    [InlineData("table:ROOT/houses.csv,target=price,test=ROOT/nowhere.csv",
        "ROOT/nowhere.csv: no such file or folder; expected table data to read")]
    [InlineData("npy:ROOT/text.npy,targets=ROOT/text.npy",
        "ROOT/text.npy, byte 4: the file ends inside the magic number; expected 4 more bytes there")]
    [InlineData("npy:ROOT/text.npy", "ROOT/text.npy: no targets are given; expected targets=FILE.npy, or target=input for an autoencoder")]
    [InlineData("images:ROOT/nowhere", "ROOT/nowhere: no such file or folder; expected images data to read")]
    [InlineData("images:ROOT/folder", "ROOT/folder has 1 samples; expected at least 2, one of them for the test split")]
    [InlineData("images:ROOT/folder,test=ROOT/folder", "ROOT/folder/cats/a.png: no PNG or JPEG image; expected an intact one")]
    [InlineData("images:ROOT/empty", "ROOT/empty/cats/notes.txt: no image by its name; expected .png, .jpg, .jpeg")]
    [InlineData("digits,target=price",
        "setting 'data.name', 'data.target': data option 'target' does not go with 'digits' data; expected one of normalize, gray, " +
        "resize, onlyClasses, target=input")]
    [InlineData("table:ROOT/houses.csv,target=price --set loss=softmax",
        "loss softmax needs classes; the targets of 'houses.csv/train' are values; expected mse or bce")]
    [InlineData("table:ROOT/houses.csv,target=price --set loss=bce", "loss bce needs targets from 0 to 1; sample ...")]
    [InlineData("table:ROOT/houses.csv,target=price --set loss=mae",
        "setting 'loss' has the value 'mae'; expected one of softmax, mse, bce, or null; did you mean 'mse'?")]
    [InlineData("table:ROOT/houses.csv,target=price --set optimizee=lenet", "...")]
    public void Bad_data_of_ones_own_are_refused(string data, string expected) =>
        AssertRefused($"meta-train --out ROOT/x --data {data}", expected);
}
