using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Hosting;

public class ConfigurationFileTests
{
    [Fact]
    public void Options_come_from_the_file_and_the_command_line_wins()
    {
        using var folder = new TemporaryFolder();
        string config = folder.Write("run.json", """{ "threads": 5, "json": true, "device": "auto" }""");
        Assert.Equal(5, Command.Run("info", "--config", config).MustSucceed().Json.GetProperty("threads").GetInt32());
        Command overridden = Command.Run("info", "--config", config, "--threads", "2", "--device", "cpu").MustSucceed();
        Assert.Equal(2, overridden.Json.GetProperty("threads").GetInt32());
        Assert.Equal(0, overridden.Json.GetProperty("warnings").GetArrayLength());
    }

    [Theory]
    [InlineData("""{ "treads": 5 }""", "no option 'treads'")]
    [InlineData("""{ "--threads": 5 }""", "no option '--threads'")]
    [InlineData("""{ "help": true }""", "no option 'help'")]
    [InlineData("""{ "threads": "many" }""", "--threads takes a whole number")]
    [InlineData("""{ "threads": null }""", "neither a string")]
    [InlineData("""{ "config": "other.json" }""", "cannot name another one")]
    [InlineData("""[ 1 ]""", "no JSON object")]
    [InlineData("""{ "threads": """, "is no JSON: line 1")]
    public void A_wrong_file_is_exit_2(string text, string sentence)
    {
        using var folder = new TemporaryFolder();
        Command.Run("info", "--config", folder.Write("run.json", text)).MustRefuse(sentence);
    }

    [Fact]
    public void A_file_that_does_not_exist_is_exit_2() => Command.Run("info", "--config", "nowhere.json").MustRefuse("nowhere.json does not exist");

    [Fact]
    public void A_flag_set_to_false_is_off()
    {
        using var folder = new TemporaryFolder();
        string config = folder.Write("run.json", """{ "json": false }""");
        Assert.DoesNotContain("{", Command.Run("info", "--config", config).MustSucceed().Output, StringComparison.Ordinal);
    }
}
