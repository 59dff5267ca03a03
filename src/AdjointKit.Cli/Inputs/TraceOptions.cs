using System.CommandLine;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;
using AdjointKit.IO;

namespace AdjointKit.Cli.Inputs;

/// <summary><c>--segy-format</c>, <c>--byte-order</c> and <c>--samples</c>: what SEG-Y and SU files say wrongly, or not at all.</summary>
internal sealed class TraceOptions
{
    private static readonly (string Word, SegySampleFormat Format)[] Words =
    [
        ("ibm", SegySampleFormat.IbmFloat32), ("ieee", SegySampleFormat.Float32), ("f4", SegySampleFormat.Float32), ("f8", SegySampleFormat.Float64),
        ("i1", SegySampleFormat.Int8), ("i2", SegySampleFormat.Int16), ("i3", SegySampleFormat.Int24), ("i4", SegySampleFormat.Int32), ("i8", SegySampleFormat.Int64),
        ("u1", SegySampleFormat.UInt8), ("u2", SegySampleFormat.UInt16), ("u3", SegySampleFormat.UInt24), ("u4", SegySampleFormat.UInt32), ("u8", SegySampleFormat.UInt64),
    ];

    private readonly Option<string?> format = OptionFactory.Text("--segy-format", "Sample format of the SEG-Y files read, where their header states a wrong one or none: a word or the standard's code", "ibm|ieee|f8|i2|...|CODE");
    private readonly Option<string?> order = OptionFactory.Text("--byte-order", "Byte order of the SEG-Y and SU files read [default: found out]", "big|little");
    private readonly Option<int?> samples = OptionFactory.Whole("--samples", "Samples per trace of the SEG-Y and SU files read, in place of their headers'", "N", 1);

    internal void AddTo(Command command)
    {
        command.Options.Add(format);
        command.Options.Add(order);
        command.Options.Add(samples);
    }

    internal SegyReadOptions Read(ParseResult parse) => new()
    {
        Format = parse.GetValue(format) is string word ? FormatOf(word) : null,
        BigEndian = parse.GetValue(order) switch
        {
            null => null,
            "big" => true,
            "little" => false,
            string other => throw new UsageException($"--byte-order takes big or little, not '{other}'"),
        },
        SamplesPerTrace = parse.GetValue(samples),
    };

    private static SegySampleFormat FormatOf(string word)
    {
        foreach ((string known, SegySampleFormat meant) in Words)
        {
            if (known == word) return meant;
        }

        if (NumberText.TryWhole(word, out long code) && code is > 0 and <= int.MaxValue && Enum.IsDefined((SegySampleFormat)code)) return (SegySampleFormat)code;
        throw new UsageException($"--segy-format takes {string.Join(", ", Words.Select(entry => entry.Word))} or a code of the standard (1 to 12, 15, 16), not '{word}'");
    }
}
