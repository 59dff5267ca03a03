using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics.Tests.Volumes;

/// <summary>A small volume: a smooth lens of refractive index in water, lit by a tilted Gaussian beam. Odd and even sizes, two pitches.</summary>
internal static class VolumeCase
{
    internal const double Wavelength = 0.5e-6;
    internal const double Index = 1.33;
    internal const double Length = 6e-6;

    internal static FieldGrid Grid { get; } = new(21, 16, dy: 0.25e-6, dx: 0.3e-6);

    internal static MultiSlice Slices(int count) => new(Grid, Wavelength, Length / count) { Index = Index };

    /// <summary>The index in the middle of each slice.</summary>
    internal static NdArray<double> Volume(int count)
    {
        NdArray<double> volume = NdArray.Zeros<double>(count, Grid.Ny, Grid.Nx);
        for (nint z = 0; z < count; z++)
        {
            double depth = ((z + 0.5) / count) - 0.5;
            for (nint j = 0; j < Grid.Ny; j++)
            {
                for (nint i = 0; i < Grid.Nx; i++) volume[z, j, i] = Index + (0.04 * Math.Exp(-(10 * depth * depth) - (0.05 * (j - 9) * (j - 9)) - (0.08 * (i - 8) * (i - 8))));
            }
        }

        return volume;
    }

    internal static NdArray<Complex> Beam() => NdArray.Fill<Complex>(Grid.Ny, Grid.Nx, (j, i) =>
        Math.Exp(-(0.03 * (j - 10) * (j - 10)) - (0.06 * (i - 8) * (i - 8))) * Complex.FromPolarCoordinates(1, 0.4 * j));

    internal static NdArray<Complex> Noise(ulong seed)
    {
        NdArray<Complex> field = NdArray.Zeros<Complex>(Grid.Ny, Grid.Nx);
        new CounterRandom(seed).FillNormal(field);
        return field;
    }

    /// <summary>In another precision.</summary>
    internal static NdArray<TOut> Rounded<TIn, TOut>(NdArray<TIn> array)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        NdArray<TOut> rounded = NdArray.Empty<TOut>(array.Shape);
        using var compute = new Compute(1);
        compute.Backend.Copy(array, rounded);
        return rounded;
    }
}
