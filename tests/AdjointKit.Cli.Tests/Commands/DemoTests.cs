using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

public class DemoTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public void Demo_writes_a_page_and_names_it_last()
    {
        using var folder = new TemporaryFolder();
        Command demo = Command.Run("demo", "--out", folder["demo"], "--quiet").MustSucceed();
        Assert.EndsWith(folder["demo/index.html"], demo.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("</html>", File.ReadAllText(folder["demo/index.html"]), StringComparison.Ordinal);
        Assert.Equal("", demo.Error);
    }
}
