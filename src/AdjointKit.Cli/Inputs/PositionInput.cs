using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;

namespace AdjointKit.Cli.Inputs;

/// <summary>Positions of sources or receivers in metres: <c>line:x0,x1,n,z</c> (both ends included) or an array file, CSV tables included.</summary>
internal static class PositionInput
{
    private const string LinePrefix = "line:";
    private const int MostPositions = 10_000_000;

    /// <summary>Reads [n, 2|3] or [shot, n, 2|3].</summary>
    internal static NdArray<double> Read(RunContext run, string option, string text)
    {
        if (text.StartsWith(LinePrefix, StringComparison.Ordinal)) return Line(option, text[LinePrefix.Length..]);
        using IO.AnyArray array = ArrayInput.Read(run, text);
        NdArray<double> positions = array.As<double>();
        RequireFinite(option, text, positions);
        return positions;
    }

    private static NdArray<double> Line(string option, string text)
    {
        if (NumberText.TryList(text) is not [double first, double last, double count, double depth])
        {
            throw new UsageException($"{option}: a line of positions is line:x0,x1,n,z in metres, not '{LinePrefix}{text}'");
        }

        if (count < 1 || count != Math.Floor(count) || count > MostPositions) throw new UsageException($"{option}: the number of positions in '{LinePrefix}{text}' must be a whole number from 1 to {MostPositions}");
        if (count == 1 && first != last) throw new UsageException($"{option}: a line includes both ends, so '{LinePrefix}{text}' needs at least 2 positions");
        Waves.Position[] line = Waves.Position.Line(first, last, (int)count, depth);
        return NdArray.Fill<double>(line.Length, 2, (n, axis) => axis == 0 ? line[n].X : line[n].Z);
    }

    private static void RequireFinite(string option, string path, NdArray<double> positions)
    {
        int at = 0;
        foreach (double value in positions.AsReadOnlySpan())
        {
            if (!double.IsFinite(value)) throw new UsageException($"{option}: coordinate {at} (counted from 0) of {path} is {value}, not a number of metres");
            at++;
        }
    }
}
