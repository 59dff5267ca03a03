using AdjointKit.IO;

namespace AdjointKit.Waves;

/// <content>Surveys from the trace headers of SEG-Y and SU files.</content>
public sealed partial class Survey
{
    private const double MetresPerFoot = 0.3048;

    /// <summary>The survey that the trace headers describe: a shot per field record or source position, one source each.</summary>
    /// <param name="file">A SEG-Y or SU file.</param>
    /// <param name="geometry">What the headers do not say; null: shots by field record, x as it stands, elevations upwards from 0, units as the file states them.</param>
    /// <returns>The survey, and the order of the traces that makes data [shot, receiver, time].</returns>
    /// <exception cref="ArgumentException">A unit that neither the file nor the caller states, a field record with several sources, or shots with different numbers of traces.</exception>
    public static SegyGathers FromSegy(TraceFile file, SegyGeometry? geometry = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        geometry ??= new SegyGeometry();
        var headers = new SegyHeaderPositions(file.Headers, geometry, geometry.MetresPerUnit ?? StatedUnit(file));
        int[][] traces = [.. Enumerable.Range(0, file.TraceCount).GroupBy(trace => Key(file.Headers, trace, geometry.Grouping)).Select(group => group.ToArray())];
        var shots = new Shot[traces.Length];
        for (int s = 0; s < shots.Length; s++)
        {
            int first = traces[s][0];
            string name = $"field record {file.Headers[first, TraceField.FieldRecord]} (trace {first} on)";
            if (traces[s].Length != traces[0].Length)
            {
                throw new ArgumentException($"{name} has {traces[s].Length} traces and the first shot {traces[0].Length}: data are one array [shot, receiver, time], so split the file into files of equal shots");
            }

            Position source = headers.Source(first);
            foreach (int trace in traces[s])
            {
                if (headers.Source(trace) == source) continue;
                throw new ArgumentException($"{name} has sources at {source} and {headers.Source(trace)} m: group the traces by source position");
            }

            shots[s] = new Shot([source], [.. traces[s].Select(headers.Receiver)]);
        }

        return new SegyGathers(new Survey(shots), traces, headers.OffLine());
    }

    private static (int, int, int, int) Key(TraceHeaders headers, int trace, ShotGrouping grouping) => grouping == ShotGrouping.FieldRecord
        ? (headers[trace, TraceField.FieldRecord], 0, 0, 0)
        : (headers[trace, TraceField.SourceX], headers[trace, TraceField.SourceY], headers[trace, TraceField.SourceDepth], headers[trace, TraceField.SourceElevation]);

    private static double StatedUnit(TraceFile file)
    {
        const string WayOut = "state MetresPerUnit (1 for metres, 0.3048 for feet)";
        int kind = file.Headers[0, TraceField.CoordinateUnits];
        if (kind is not (0 or 1)) throw new ArgumentException($"the coordinates are angles, say the trace headers (bytes 89-90 hold {kind}): convert them, or {WayOut} if the headers are wrong");
        int system = file is SegyFile segy ? segy.Binary[BinaryField.MeasurementSystem] : 0;
        return system switch
        {
            1 => 1,
            2 => MetresPerFoot,
            _ => throw new ArgumentException($"the file does not say whether its coordinates are metres or feet (the binary header's bytes 3255-3256 hold {system}): {WayOut}"),
        };
    }
}
