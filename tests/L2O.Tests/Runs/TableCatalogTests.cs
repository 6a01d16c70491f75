using System.Text;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.Runs;

public sealed class TableCatalogTests
{
    [Fact]
    public void The_guide_has_every_column_of_every_table()
    {
        var text = new StringBuilder();
        foreach (TableSchema table in TableCatalog.All)
        {
            text.Append(
                $"{(text.Length > 0 ? "\n" : "")}## {Path.GetFileNameWithoutExtension(table.FileName)}\n\nA row is {table.Meaning}.\n\n");
            text.Append(GeneratedDocument.Head("column", "type", "unit", "meaning"));
            foreach (TableColumn column in table.Columns)
                text.Append(GeneratedDocument.Row($"`{column.Name}`", column.Kind.ToString()
                    .ToLowerInvariant(), column.Unit, column.Meaning));
        }
        GeneratedDocument.AssertUpToDate("docs/tables.md", text.ToString());
    }

    [Fact]
    public void Names_are_unique_and_everything_has_a_meaning()
    {
        Assert.Distinct(TableCatalog.All.Select(static table => table.FileName));
        foreach (TableSchema table in TableCatalog.All)
        {
            Assert.Distinct(table.Columns.Select(static column => column.Name));
            Assert.All(table.Columns, static column => Assert.NotEmpty(column.Meaning));
            Assert.All(table.Columns, static column => Assert.Matches("^[a-z][a-z0-9_]*$", column.Name));
        }
    }
}
