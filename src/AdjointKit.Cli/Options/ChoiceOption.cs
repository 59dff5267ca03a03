using System.CommandLine;

namespace AdjointKit.Cli.Options;

/// <summary>An option that takes one of a few words. The parser sees the word, so that the help shows the standard one as the user types it; what the word stands for is looked up.</summary>
internal sealed class ChoiceOption<T> : Option<string>
{
    private readonly (string Word, T Value)[] choices;

    internal ChoiceOption(string name, string standard, (string Word, T Value)[] choices)
        : base(name)
    {
        this.choices = choices;
        HelpName = string.Join('|', Array.ConvertAll(choices, choice => choice.Word));
        DefaultValueFactory = _ => standard;
        Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: string text }] && !Array.Exists(choices, choice => choice.Word == text)) result.AddError($"{name} takes {Words()}, not '{text}'");
        });
    }

    /// <summary>What the user's word stands for.</summary>
    internal T Value(ParseResult parse)
    {
        string text = parse.GetRequiredValue(this);
        return Array.Find(choices, choice => choice.Word == text).Value;
    }

    private string Words()
    {
        string[] words = Array.ConvertAll(choices, choice => choice.Word);
        return words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
    }
}
