using System.CommandLine;
using System.CommandLine.Parsing;

namespace AdjointKit.Cli.Options;

/// <summary>Makes options whose values are parsed by our own rules (culture-free, finite, within bounds) and whose errors are one sentence.</summary>
internal static class OptionFactory
{
    internal static Option<string?> Text(string name, string description, string valueName, bool required = false) =>
        new(name) { Description = description, HelpName = valueName, Required = required };

    internal static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    /// <summary>A finite number, optionally above a bound.</summary>
    internal static Option<double?> Number(string name, string description, string valueName, bool required = false, double? above = null) => new(name)
    {
        Description = description,
        HelpName = valueName,
        Required = required,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!NumberText.TryDouble(text, out double value)) return Refuse<double?>(result, $"{name} takes a finite number, not '{text}'");
            if (value <= above) return Refuse<double?>(result, $"{name} {text} must be greater than {above}");
            return value;
        },
    };

    /// <summary>A whole number within bounds.</summary>
    internal static Option<int?> Whole(string name, string description, string valueName, int minimum, int maximum = int.MaxValue, bool required = false) => new(name)
    {
        Description = description,
        HelpName = valueName,
        Required = required,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!NumberText.TryWhole(text, out long value)) return Refuse<int?>(result, $"{name} takes a whole number, not '{text}'");
            if (value < minimum || value > maximum)
            {
                return Refuse<int?>(result, maximum == int.MaxValue ? $"{name} {text} must be at least {minimum}" : $"{name} {text} must lie between {minimum} and {maximum}");
            }

            return (int)value;
        },
    };

    /// <summary>A list of finite numbers, with one of the given counts.</summary>
    internal static Option<double[]?> Numbers(string name, string description, string valueName, bool required = false, params int[] counts) => new(name)
    {
        Description = description,
        HelpName = valueName,
        Required = required,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            double[]? values = NumberText.TryList(text);
            if (values is null) return Refuse<double[]?>(result, $"{name} takes numbers with commas between them ({valueName}), not '{text}'");
            if (counts.Length > 0 && Array.IndexOf(counts, values.Length) < 0)
            {
                return Refuse<double[]?>(result, $"{name} takes {string.Join(" or ", counts)} numbers ({valueName}), not {values.Length}");
            }

            return values;
        },
    };

    /// <summary>One of a few words, of which one is standard.</summary>
    internal static ChoiceOption<T> Choice<T>(string name, string description, string standard, params (string Word, T Value)[] choices) => new(name, standard, choices) { Description = description };

    /// <summary>One of a few words that stand for nothing but themselves.</summary>
    internal static ChoiceOption<string> Choice(string name, string description, string standard, IEnumerable<string> words) => Choice(name, description, standard, [.. words.Select(word => (word, word))]);

    /// <summary>A value that a function of the text makes; the function returns null or throws <see cref="FormatException"/> with the reason.</summary>
    internal static Option<T?> Parsed<T>(string name, string description, string valueName, Func<string, T> parse, bool required = false)
        where T : class => new(name)
        {
            Description = description,
            HelpName = valueName,
            Required = required,
            CustomParser = result =>
            {
                try
                {
                    return parse(result.Tokens[0].Value);
                }
                catch (FormatException failure)
                {
                    return Refuse<T?>(result, $"{name}: {failure.Message}");
                }
            },
        };

    private static T? Refuse<T>(ArgumentResult result, string reason)
    {
        result.AddError(reason);
        return default;
    }
}
