using System.Globalization;
using System.Text;

using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <summary>One line of a <see cref="TapeReport"/>.</summary>
/// <param name="Name">The op, or the place in the program.</param>
/// <param name="Count">How many recorded ops.</param>
/// <param name="Bytes">The bytes of their results that the tape holds; a result that is a view of another takes none, and a loop what it keeps, books included.</param>
public sealed record TapeReportLine(string Name, long Count, long Bytes);

/// <summary>What a tape holds, largest first: what to look at when memory runs short.</summary>
/// <param name="Ops">The number of recorded ops.</param>
/// <param name="Bytes">The bytes of the results of recorded ops that the tape holds, and of what loops keep.</param>
/// <param name="OtherBytes">The bytes of constants, of results of ops that are not recorded, and of what sweeps keep.</param>
/// <param name="PinnedBytes">The bytes of the caller's arrays that recorded ops need: they may not be written.</param>
/// <param name="BookBytes">The bytes of the tape's own books, whether filled or not yet, and of the objects behind its arrays: they outweigh arrays of a few elements.</param>
/// <param name="ByOp">The recorded ops by their names.</param>
/// <param name="ByPlace">The recorded ops by the line of the program that called them; empty unless <see cref="TapeOptions.KeepPlaces"/>.</param>
public sealed record TapeReport(long Ops, long Bytes, long OtherBytes, long PinnedBytes, long BookBytes, IReadOnlyList<TapeReportLine> ByOp, IReadOnlyList<TapeReportLine> ByPlace)
{
    /// <summary>The report as a table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        int width = Math.Max(24, ByOp.Concat(ByPlace).Select(line => line.Name.Length).DefaultIfEmpty(0).Max());
        Append(text, width, "op", ByOp);
        if (ByPlace.Count > 0) Append(text.AppendLine(), width, "place", ByPlace);
        text.AppendLine();
        Append(text, width, "all recorded ops", Ops, Bytes);
        Append(text, width, "constants, sensitivities", null, OtherBytes);
        Append(text, width, "pinned arrays of callers", null, PinnedBytes);
        Append(text, width, "books of the tape", null, BookBytes);
        return text.ToString();
    }

    private static void Append(StringBuilder text, int width, string heading, IReadOnlyList<TapeReportLine> lines)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"{heading.PadRight(width)}  {"count",10}  {"bytes",16}");
        foreach (TapeReportLine line in lines) Append(text, width, line.Name, line.Count, line.Bytes);
    }

    private static void Append(StringBuilder text, int width, string name, long? count, long bytes) =>
        text.AppendLine(CultureInfo.InvariantCulture, $"{name.PadRight(width)}  {count,10}  {bytes,16:N0}");
}
