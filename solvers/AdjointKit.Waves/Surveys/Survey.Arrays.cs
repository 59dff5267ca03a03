using AdjointKit.Arrays;

namespace AdjointKit.Waves;

/// <content>Surveys from arrays of coordinates, as files hold them.</content>
public sealed partial class Survey
{
    /// <summary>A survey from coordinates in metres, (x, z) or (x, y, z) along the last axis.</summary>
    /// <param name="sources">[shot, 2|3] (one source per shot) or [shot, source, 2|3].</param>
    /// <param name="receivers">[receiver, 2|3] (shared by all shots) or [shot, receiver, 2|3].</param>
    /// <exception cref="ArgumentException">A shape that fits neither form, numbers of shots that differ, or y coordinates that are not all the same.</exception>
    public static Survey FromArrays(NdArray<double> sources, NdArray<double> receivers)
    {
        RequireCoordinates(sources, "sources", "[shot, 2|3] or [shot, source, 2|3]");
        RequireCoordinates(receivers, "receivers", "[receiver, 2|3] or [shot, receiver, 2|3]");
        RequireOneY(sources, receivers);
        int shots = (int)sources.Shape[0];
        if (receivers.Rank == 3 && receivers.Shape[0] != shots)
        {
            throw new ArgumentException($"receivers of shape {receivers.Shape} are for {receivers.Shape[0]} shots and sources of shape {sources.Shape} for {shots}: give [shot, receiver, 2] with equal numbers of shots, or [receiver, 2] shared by all", nameof(receivers));
        }

        Position[]? shared = receivers.Rank == 2 ? Positions(receivers, 0, (int)receivers.Shape[0]) : null;
        int perShot = sources.Rank == 2 ? 1 : (int)sources.Shape[1];
        var list = new Shot[shots];
        for (int s = 0; s < shots; s++)
        {
            list[s] = new Shot(Positions(sources, s * perShot, perShot), shared ?? Positions(receivers, s * (int)receivers.Shape[1], (int)receivers.Shape[1]));
        }

        return new Survey(list);
    }

    private static Position[] Positions(NdArray<double> coordinates, int first, int count)
    {
        int width = (int)coordinates.Shape[-1];
        ReadOnlySpan<double> values = coordinates.AsReadOnlySpan();
        var positions = new Position[count];
        for (int n = 0; n < count; n++)
        {
            ReadOnlySpan<double> row = values.Slice((first + n) * width, width);
            positions[n] = new Position(row[0], row[width - 1]);
        }

        return positions;
    }

    private static void RequireCoordinates(NdArray<double> coordinates, string name, string shapes)
    {
        if (coordinates.Rank is 2 or 3 && coordinates.Shape[-1] is 2 or 3) return;
        throw new ArgumentException($"{name} of shape {coordinates.Shape} are not {shapes}: the last axis holds (x, z) or (x, y, z) in metres", name);
    }

    /// <summary>A 2-D model has no y: a y is ignored where it says nothing, and refused where it would move something.</summary>
    private static void RequireOneY(NdArray<double> sources, NdArray<double> receivers)
    {
        double? common = null;
        foreach (NdArray<double> coordinates in new[] { sources, receivers })
        {
            if (coordinates.Shape[-1] != 3) continue;
            ReadOnlySpan<double> values = coordinates.AsReadOnlySpan();
            for (int n = 1; n < values.Length; n += 3)
            {
                common ??= values[n];
                if (values[n] == common) continue;
                throw new ArgumentException($"positions have y {common} and y {values[n]} m, and a two-dimensional model has no y: project them onto one line first");
            }
        }
    }
}
