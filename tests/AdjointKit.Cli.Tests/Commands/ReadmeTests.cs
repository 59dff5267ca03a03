using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

public class ReadmeTests
{
    [Theory]
    [InlineData("README.md", 300, 150)]
    [InlineData("src/AdjointKit.Cli/README.md", 200, 100)]
    [Trait("Category", "Slow")]
    public void The_commands_run_one_after_the_other(string readme, int nx, int nz)
    {
        using var folder = new TemporaryFolder();
        ArrayFile.Write(folder["vp.npy"], NdArray.Fill<float>(nx, nz, (_, k) => k < nz / 2 ? 1800 : 2400));
        ArrayFile.Write(folder["smooth.npy"], NdArray.Fill<float>(nx, nz, (_, k) => 1700 + (8 * k)));
        List<string> commands = [.. ReadmeExample.Commands(readme, "adjointkit")];
        Assert.True(commands.Count > 1, $"{readme} shows {commands.Count} commands");
        foreach (string command in commands)
        {
            string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];

            // The demo has a test of its own.
            if (words is ["demo"]) continue;
            Command.Await(Command.Start(folder.Path, words)).MustSucceed();
        }
    }
}
