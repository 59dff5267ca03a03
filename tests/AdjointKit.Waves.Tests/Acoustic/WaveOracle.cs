using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.TestKit;

namespace AdjointKit.Waves.Tests.Acoustic;

/// <summary>A case of the shared wave oracles: two independent codes that agree to 1e-14, in their conventions ([z, x] models, f at one node without dx dz).</summary>
internal sealed class WaveOracle
{
    internal const double Spacing = 10;
    internal static readonly Waves.TimeAxis Time = new(0.001, 600);

    private readonly string folder;
    private readonly NdArray<double> source;
    private readonly NdArray<double> receivers;

    internal WaveOracle(string name)
    {
        folder = $"oracles/waves/{name}/";
        using NdArray<double> velocity = Read("vp");
        Grid = new Grid2D((int)velocity.Shape[1], (int)velocity.Shape[0], Spacing, Spacing);
        Velocity = velocity.Transpose(1, 0).Copy();
        Wavelet = Read("wavelet");
        source = Read("src");
        receivers = Read("rec");
        Data = Read("d");
        using NdArray<double> gradient = Read("g");
        Gradient = gradient.Transpose(1, 0).Copy();
    }

    internal Grid2D Grid { get; }

    internal NdArray<double> Velocity { get; }

    internal NdArray<double> Wavelet { get; }

    /// <summary>[shot, receiver, time]: Spacing^2 times ours.</summary>
    internal NdArray<double> Data { get; }

    /// <summary>[x, z]: Spacing^4 / dt times ours.</summary>
    internal NdArray<double> Gradient { get; }

    internal double MaximumVelocity => Max(Velocity);

    internal Survey Survey => Survey.FixedSpread(Positions(source), Positions(receivers));

    internal NdArray<T> VelocityAs<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Convert<T>(Velocity);

    internal NdArray<T> WaveletAs<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Convert<T>(Wavelet);

    /// <summary>|ours * scale - reference| / |reference|.</summary>
    internal static double RelativeError<T>(NdArray<T> ours, double scale, NdArray<double> reference)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> a = ours.AsReadOnlySpan();
        ReadOnlySpan<double> b = reference.AsReadOnlySpan();
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < b.Length; i++)
        {
            double error = (double.CreateChecked(a[i]) * scale) - b[i];
            difference += error * error;
            norm += b[i] * b[i];
        }

        return Math.Sqrt(difference / norm);
    }

    private static NdArray<T> Convert<T>(NdArray<double> array)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NdArray<T> converted = NdArray.Zeros<T>(array.Shape);
        Span<T> target = converted.AsWritableSpan();
        ReadOnlySpan<double> values = array.AsReadOnlySpan();
        for (int i = 0; i < target.Length; i++) target[i] = T.CreateChecked(values[i]);
        return converted;
    }

    private static double Max(NdArray<double> array)
    {
        double largest = 0;
        foreach (double value in array.AsReadOnlySpan()) largest = Math.Max(largest, value);
        return largest;
    }

    private static Position[] Positions(NdArray<double> nodes)
    {
        var positions = new Position[nodes.Shape[0]];
        for (int j = 0; j < positions.Length; j++) positions[j] = new Position(nodes[j, 1] * Spacing, nodes[j, 0] * Spacing);
        return positions;
    }

    private NdArray<double> Read(string name) => ArrayFile.Read(SharedData.Path($"{folder}{name}.npy")).As<double>();
}
