namespace AdjointKit.Cli.Tests.Commands;

public class CheckTests
{
    [Fact]
    public void Dottest_prints_a_row_per_operator_and_precision()
    {
        Command test = Command.Run("dottest", "Hicks", "--json").MustSucceed();
        Assert.Equal(4, test.Json.GetProperty("tests").GetArrayLength());
        foreach (var row in test.Json.GetProperty("tests").EnumerateArray())
        {
            foreach (string key in new[] { "operator", "precision", "device", "error", "tolerance", "passed" }) Assert.True(row.TryGetProperty(key, out _), key);
            Assert.Equal(row.GetProperty("precision").GetString() == "f64" ? 1e-12 : 1e-5, row.GetProperty("tolerance").GetDouble());
            Assert.True(row.GetProperty("passed").GetBoolean());
        }
    }

    [Fact]
    public void Precision_chooses() => Assert.Equal(2, Command.Run("dottest", "Hicks", "--json", "--precision", "f32").MustSucceed().Json.GetProperty("tests").GetArrayLength());

    [Fact]
    public void Gradcheck_checks_ops_by_name() => Assert.Contains("all ", Command.Run("gradcheck", "complex").MustSucceed().Output, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_name_gets_the_nearest_ones_and_the_way_to_all()
    {
        Command test = Command.Run("dottest", "Hickz");
        test.MustRefuse("Hickz", "Hicks interpolation", "dottest --list");
        Assert.True(test.Error.Length < 400, test.Error);
    }

    [Fact]
    public void List_prints_the_names_only()
    {
        string[] names = Command.Run("dottest", "hicks", "--list").MustSucceed().Output.TrimEnd().Split('\n');
        Assert.Equal(2, names.Length);
        Assert.All(names, name => Assert.StartsWith("Hicks", name, StringComparison.Ordinal));
    }
}
