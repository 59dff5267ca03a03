using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Optics.Tests.Propagation.Planning;

/// <summary>A seeded field of 64 x 64 points with the numbers of its propagation: a hole with hard edges, square or round, or a smooth spot, some tilted, some off the axis, some more than one.</summary>
internal sealed class PlannedCase
{
    internal const int Points = 64;

    internal PlannedCase(int seed, double fresnelNumber)
    {
        var random = new CounterRandom((ulong)seed, 7);
        ulong drawn = 0;
        Kind = (Shape)(seed % 3);
        Wavelength = Between(400e-9, 700e-9);
        double pitch = Math.Exp(Between(Math.Log(1e-6), Math.Log(10e-6)));
        Grid = new FieldGrid(Points, Points, pitch);

        // Hard edges stand between samples; a spot keeps its light within the window.
        double radius = Kind == Shape.Spot ? Between(4, 12) : Math.Floor(Between(4, 24)) + 0.5;
        double halfWidth = radius * pitch;
        Distance = (random.Bernoulli(drawn++, 0.3) ? -1 : 1) * halfWidth * halfWidth / (Wavelength * fresnelNumber);
        double room = Math.Max(0, (Points / 2) - (Kind == Shape.Spot ? 2.5 : 1) * radius - 2);
        double centerY = Math.Round(Between(-0.5, 0.5) * room);
        double centerX = Math.Round(Between(-0.5, 0.5) * room);
        double tilt = random.Bernoulli(drawn++, 0.3) ? Between(-0.1, 0.1) : 0;
        Field = NdArray.Fill<Complex>(Points, Points, (j, i) =>
        {
            double y = j - (Points / 2) - centerY;
            double x = i - (Points / 2) - centerX;
            double squared = ((y * y) + (x * x)) / (radius * radius);
            double amplitude = Kind switch
            {
                Shape.Spot => Math.Exp(-squared),
                Shape.Square => Math.Max(Math.Abs(y), Math.Abs(x)) < radius ? 1 : 0,
                _ => squared < 1 ? 1 : 0,
            };
            return amplitude * Complex.FromPolarCoordinates(1, 2 * Math.PI * tilt * x);
        });

        double Between(double from, double to) => from + ((to - from) * random.Uniform(drawn++));
    }

    internal enum Shape
    {
        Spot,
        Square,
        Round,
    }

    internal Shape Kind { get; }

    internal FieldGrid Grid { get; }

    internal NdArray<Complex> Field { get; }

    internal double Wavelength { get; }

    internal double Distance { get; }
}
