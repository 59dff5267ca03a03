using System.Diagnostics;

namespace AdjointKit.Cli.Tests.Hosting;

public class CultureTests
{
    [Fact]
    public void Numbers_are_the_same_in_a_German_environment()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(typeof(AdjointKit.Cli.Hosting.CommandLineApplication).Assembly.Location);
        foreach (string argument in new[] { "info", "--json", "--memory", "1.5MB" }) start.ArgumentList.Add(argument);
        start.Environment["LC_ALL"] = "de_DE.UTF-8";
        using Process process = Process.Start(start)!;
        Command info = Command.Await(process).MustSucceed();
        Assert.Contains('.', info.Json.GetProperty("seconds").GetRawText());
    }
}
