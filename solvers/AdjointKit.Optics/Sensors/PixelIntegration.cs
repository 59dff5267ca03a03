using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>The light on the active square of each pixel, per area of the pixel; points that its edge crosses count by area.</summary>
internal static class PixelIntegration
{
    internal static Var<T> Apply<T>(Var<T> intensity, int points, double fillFactor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rank = intensity.Shape.Rank;
        if (rank < 2) throw new ArgumentException($"an intensity has the axes [y, x]: this one has the shape {intensity.Shape}", nameof(intensity));
        (nint ny, nint nx) = (intensity.Shape[-2], intensity.Shape[-1]);
        if (ny % points != 0 || nx % points != 0) throw new ArgumentException($"{ny} x {nx} points are no whole number of pixels of {points} x {points} points: take a grid that is", nameof(intensity));
        if (points == 1 && fillFactor == 1) return intensity;
        Var<T> weights = Sensor.Converted<T>(intensity.Tape.Constant(OnDevice(intensity.Tape, Weights(points, fillFactor))));
        Var<T> pixels = Ops.Reshape(intensity, [.. intensity.Shape.Lengths[..^2], ny / points, points, nx / points, points]);
        return Ops.Sum(pixels * weights, [rank - 1, rank + 1]);
    }

    /// <summary>[points, 1, points]: the part of the pixel's area that is active in each of its points.</summary>
    private static NdArray<double> Weights(int points, double fillFactor)
    {
        double half = 0.5 * points * Math.Sqrt(fillFactor);
        double[] along = [.. Enumerable.Range(0, points).Select(k => (Math.Clamp(k + 1 - (0.5 * points), -half, half) - Math.Clamp(k - (0.5 * points), -half, half)) / points)];
        return NdArray.Fill<double>(points, points, (y, x) => along[y] * along[x]).Reshape(points, 1, points);
    }

    private static NdArray<double> OnDevice(Tape tape, NdArray<double> host) => tape.Compute.Device.IsHost ? host : tape.Compute.ToDevice(host);
}
