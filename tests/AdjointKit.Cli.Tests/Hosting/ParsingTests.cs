using System.CommandLine;
using System.Text.RegularExpressions;
using AdjointKit.Cli.Commands;

namespace AdjointKit.Cli.Tests.Hosting;

public class ParsingTests
{
    [Theory]
    [InlineData("infx")]
    [InlineData("info", "--threds", "2")]
    [InlineData("info", "a.npy", "b.npy")]
    public void Unknown_words_are_exit_2_on_stderr_with_a_hint(params string[] arguments) => Command.Run(arguments).MustRefuse("error: ", "--help");

    [Theory]
    [InlineData("twice", "--threads", "2", "--threads", "2")]
    [InlineData("3 times", "--memory", "2MB", "--memory", "2MB", "--memory", "2MB")]
    public void An_option_given_again_is_called_that(string times, params string[] options)
    {
        Command info = Command.Run(["info", .. options]);
        info.MustRefuse($"{options[0]} was given {times}: give it once");
        Assert.Equal(2, info.Error.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void No_command_at_all_is_exit_2() => Command.Run().MustRefuse("--help");

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1,5")]
    [InlineData("NaN")]
    [InlineData("99999999999")]
    public void A_wrong_number_of_threads_is_refused(string threads) => Command.Run("info", "--threads", threads).MustRefuse("--threads", threads);

    [Theory]
    [InlineData("5")]
    [InlineData("5 parsecs")]
    [InlineData("-1MB")]
    [InlineData("NaNMB")]
    [InlineData("0kB")]
    public void A_wrong_memory_budget_is_refused(string memory) => Command.Run("info", "--memory", memory).MustRefuse("--memory", "512MB");

    [Fact]
    public void A_word_that_starts_with_an_at_sign_is_not_a_response_file() =>
        Assert.DoesNotContain("response", Command.Run("info", "@arguments").Error, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Help_shows_an_example_and_is_exit_0()
    {
        Command help = Command.Run("info", "--help").MustSucceed();
        Assert.Contains("Example:", help.Output, StringComparison.Ordinal);
        Assert.Equal("", help.Error);
    }

    [Fact]
    public void Help_offers_only_what_changes_something()
    {
        string convert = Command.Run("convert", "--help").MustSucceed().Output;
        foreach (string option in new[] { "--device", "--threads", "--memory", "--seed", "--out ", "--report", "--resume" }) Assert.DoesNotContain(option, convert, StringComparison.Ordinal);
        foreach (string option in new[] { "--precision", "--json", "--quiet", "--config" }) Assert.Contains(option, convert, StringComparison.Ordinal);
        foreach (string command in new[] { "wave model", "optics retrieve", "optics cgh" }) Assert.Contains("keeps no state", Command.Run([.. command.Split(' '), "--help"]).MustSucceed().Output, StringComparison.Ordinal);
        Assert.Contains("Go on with an interrupted run", Command.Run("rtm", "--help").MustSucceed().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_of_a_group_offers_what_all_its_commands_have()
    {
        string optics = Command.Run("optics", "--help").MustSucceed().Output;
        foreach (string option in new[] { "--report", "--resume", "--seed" }) Assert.DoesNotContain(option, optics, StringComparison.Ordinal);
        foreach (string option in new[] { "--device", "--precision", "--out ", "--json" }) Assert.Contains(option, optics, StringComparison.Ordinal);
        Assert.DoesNotContain("--resume", Command.Run("wave", "--help").MustSucceed().Output, StringComparison.Ordinal);
        string sparse = Command.Run("sparse", "--help").MustSucceed().Output;
        Assert.Contains("--precision", sparse, StringComparison.Ordinal);
        Assert.DoesNotContain("--resume", sparse, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_says_each_standard_once_in_the_word_that_the_user_types()
    {
        foreach (string command in Commands())
        {
            foreach (string line in Command.Run([.. command.Split(' '), "--help"]).MustSucceed().Output.Split('\n').Where(line => line.Contains("[default: ", StringComparison.Ordinal)))
            {
                Assert.True(line.Split("[default: ").Length == 2 && !line.Contains("{ ", StringComparison.Ordinal), $"{command}: {line}");
                Match choice = Regex.Match(line, @"<(?<words>[a-z0-9-]+\|[a-z0-9|-]+)>.*\[default: (?<standard>\S+)\]$", RegexOptions.NonBacktracking);
                Assert.True(!choice.Success || choice.Groups["words"].Value.Split('|').Contains(choice.Groups["standard"].Value), $"{command}: {line}");
            }
        }
    }

    [Theory]
    [InlineData("convert writes nothing to --out", "convert", "a.npy", "b.npy", "--out", "c.npy")]
    [InlineData("info makes no report", "info", "--report", "page")]
    [InlineData("demo computes in float32 only", "demo", "--precision", "f64")]
    public void What_would_never_be_written_is_refused(string sentence, params string[] arguments) => Command.Run(arguments).MustRefuse(sentence);

    [Fact]
    public void Json_prints_one_object_and_nothing_else_on_stdout()
    {
        Command info = Command.Run("info", "--json", "--threads", "3").MustSucceed();
        Assert.Equal("cpu", info.Json.GetProperty("device").GetString());
        Assert.Equal(3, info.Json.GetProperty("threads").GetInt32());
        Assert.Equal(0, info.Json.GetProperty("warnings").GetArrayLength());
        Assert.True(info.Json.GetProperty("peakResidentBytes").GetInt64() > 1_000_000);
    }

    [Theory]
    [InlineData("opencl:99", "no OpenCL device")]
    [InlineData("cuda:99", "no CUDA device")]
    [InlineData("gpu", "cpu, opencl[:n], cuda[:n] or auto")]
    [InlineData("cuda:x", "cpu, opencl[:n], cuda[:n] or auto")]
    public void An_absent_or_unknown_device_is_refused(string device, string sentence) => Command.Run("info", "--device", device).MustRefuse(sentence);

    [Fact]
    public void Device_auto_falls_back_to_the_cpu_with_one_warning()
    {
        Command info = Command.Run("info", "--json", "--device", "auto").MustSucceed();
        Assert.Equal("cpu", info.Json.GetProperty("device").GetString());
        Assert.Equal(1, info.Json.GetProperty("warnings").GetArrayLength());
        Assert.Equal(1, info.Error.Split("warning:").Length - 1);
    }

    private static List<string> Commands()
    {
        List<string> found = [];
        CommandCatalogue.AddTo(new RootCommand(), (group, command) => found.Add(group is RootCommand ? command.Command.Name : $"{group.Name} {command.Command.Name}"));
        return found;
    }
}
