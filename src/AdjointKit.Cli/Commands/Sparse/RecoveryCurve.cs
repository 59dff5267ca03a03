using System.Numerics;
using System.Text.Json.Nodes;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Devices;
using AdjointKit.Runs;

namespace AdjointKit.Cli.Commands.Sparse;

/// <summary>What a recovery had come to at the start and after each iteration.</summary>
internal sealed class RecoveryCurve<T> : IRunState, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<RecoveryPoint> points = [];
    private readonly Compute compute;
    private readonly NdArray<T>? truth;
    private readonly double[] energies = [];
    private readonly NdArray<T> squares;
    private readonly NdArray<T> sums;

    /// <summary>Begins an empty curve.</summary>
    /// <param name="compute">Where the iterates are.</param>
    /// <param name="truth">The true signals [sample, N] there; null: they are not known.</param>
    internal RecoveryCurve(Compute compute, NdArray<T>? truth)
    {
        this.compute = compute;
        this.truth = truth;
        if (truth is not NdArray<T> known) return;
        squares = compute.Empty<T>(known.Shape);
        sums = compute.Empty<T>(known.Shape[0], 1);
        compute.Backend.Binary(BinaryOp.Multiply, known, known, squares);
        energies = SumsOfSquares();
    }

    internal IReadOnlyList<RecoveryPoint> Points => points;

    /// <summary>Whether errors are in it.</summary>
    internal bool HasErrors => truth is not null;

    /// <summary>The number of true signals that are zero, which have no relative error.</summary>
    internal int ZeroSignals => energies.Count(energy => energy == 0);

    /// <summary>Adds what an iterate has come to.</summary>
    internal void Add(double objective, NdArray<T> x)
    {
        if (truth is not NdArray<T> known)
        {
            points.Add(new RecoveryPoint(objective, double.NaN, double.NaN));
            return;
        }

        compute.Backend.Binary(BinaryOp.Subtract, x, known, squares);
        compute.Backend.Binary(BinaryOp.Multiply, squares, squares, squares);
        double[] errors = SumsOfSquares();
        double meanDecibels = 0;
        for (int sample = 0; sample < errors.Length; sample++)
        {
            if (energies[sample] > 0) meanDecibels += Decibels(errors[sample] / energies[sample]);
        }

        points.Add(new RecoveryPoint(objective, Decibels(errors.Sum() / energies.Sum()), meanDecibels / (errors.Length - ZeroSignals)));
    }

    /// <summary>Adds the last point again: the iterate stands still.</summary>
    internal void Repeat() => points.Add(points[^1]);

    internal JsonArray ToJson() => [.. points.Select(ToJson)];

    public void Save(Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(points.Count);
        foreach (RecoveryPoint point in points)
        {
            writer.Write(point.Objective);
            writer.Write(point.Nmse);
            writer.Write(point.NmseMeanDb);
        }
    }

    public void Load(Stream stream)
    {
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        points.Clear();
        for (int left = reader.ReadInt32(); left > 0; left--) points.Add(new RecoveryPoint(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()));
    }

    public void Dispose()
    {
        if (!HasErrors) return;
        squares.Dispose();
        sums.Dispose();
    }

    private static double Decibels(double ratio) => 10 * Math.Log10(ratio);

    private JsonNode ToJson(RecoveryPoint point)
    {
        var node = new JsonObject { ["objective"] = JsonText.Number(point.Objective) };
        if (!HasErrors) return node;
        node["nmse"] = JsonText.Number(point.Nmse);
        node["nmseMeanDb"] = JsonText.Number(point.NmseMeanDb);
        return node;
    }

    /// <summary>The sum of the squares of each sample.</summary>
    private double[] SumsOfSquares()
    {
        compute.Backend.SumTo(squares, sums);
        using NdArray<T> host = compute.ToHost(sums);
        return Array.ConvertAll(host.AsReadOnlySpan().ToArray(), double.CreateChecked);
    }
}

/// <summary>What a recovery has come to.</summary>
/// <param name="Objective">1/2 |Ax - y|^2 + lambda |x|_1, summed over the samples.</param>
/// <param name="Nmse">The sum of the squared errors over that of the squared signals, in dB; NaN where the truth is not known.</param>
/// <param name="NmseMeanDb">The mean over the samples of each one's ratio in dB.</param>
internal readonly record struct RecoveryPoint(double Objective, double Nmse, double NmseMeanDb);
