using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// A camera: intensities become photons per pixel, which are counted with shot noise and read noise up to a full well, in steps. Each part is there if it is asked for; without any the picture is
/// the intensity. Derivatives are those of the expectation: they pass noise and steps as if there were none, and stop where the well is full.
/// </summary>
public sealed record Sensor
{
    private readonly int pointsPerPixel = 1;
    private readonly double fillFactor = 1;
    private readonly double? fullWell;
    private readonly double readNoise;
    private readonly int? bits;

    /// <summary>The pixel pitch in points of the field, along both axes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int PointsPerPixel
    {
        get => pointsPerPixel;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            pointsPerPixel = value;
        }
    }

    /// <summary>The part of a pixel's area that sees light, a square in its middle. A pixel's value is the mean intensity times this part.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0 and at most 1.</exception>
    public double FillFactor
    {
        get => fillFactor;
        init
        {
            if (!(value > 0 && value <= 1)) throw new ArgumentOutOfRangeException(nameof(value), value, "a fill factor lies above 0 and is at most 1");
            fillFactor = value;
        }
    }

    /// <summary>What a pixel of intensity 1 gives: photons, where noise is asked for.</summary>
    public Quantity Gain { get; init; } = 1;

    /// <summary>Whether photons are counted, with the noise of Poisson's distribution.</summary>
    public bool HasShotNoise { get; init; }

    /// <summary>The standard deviation of the noise of the read-out, photons.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or not a number.</exception>
    public double ReadNoise
    {
        get => readNoise;
        init
        {
            if (!(value >= 0) || !double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "a standard deviation is 0 or more");
            readNoise = value;
        }
    }

    /// <summary>The most photons that a pixel holds; null: any number. With a well, nothing is below 0 either.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive number.</exception>
    public double? FullWell
    {
        get => fullWell;
        init
        {
            if (value is double limit && (!(limit > 0) || !double.IsFinite(limit))) throw new ArgumentOutOfRangeException(nameof(value), value, "a full well holds a positive number of photons; leave it out for any");
            fullWell = value;
        }
    }

    /// <summary>The bits of the converter: the picture has 2^bits values from 0 to the full well; null: any values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not from 1 to 24.</exception>
    public int? Bits
    {
        get => bits;
        init
        {
            if (value is < 1 or > 24) throw new ArgumentOutOfRangeException(nameof(value), value, "a converter has 1 to 24 bits; leave them out for any values");
            bits = value;
        }
    }

    /// <summary>The seed of the noise.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The number of the picture: another one has other noise under the same seed.</summary>
    public ulong Frame { get; init; }

    /// <summary>The picture of light, on its tape.</summary>
    /// <typeparam name="T">double or float.</typeparam>
    /// <param name="intensity">[..., y, x].</param>
    /// <exception cref="ArgumentException">The points are no whole number of pixels, a converter stands without a full well, or an intensity is negative where photons are counted.</exception>
    public Var<T> Read<T>(Var<T> intensity)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Bits is not null && FullWell is null) throw new ArgumentException("a converter needs a full well to have its values from: state FullWell");
        Var<T> picture = PixelIntegration.Apply(intensity, PointsPerPixel, FillFactor);
        picture *= Converted<T>(Gain.On(intensity.Tape));
        if (HasShotNoise) picture = StraightThrough.Of(picture, ShotNoise.Counts(picture, new CounterRandom(Seed, Stream(0))));
        if (ReadNoise > 0) picture += Normal(picture);
        if (FullWell is double limit) picture = Ops.Clamp(picture, 0, limit);
        if (Bits is not int count) return picture;
        double step = FullWell!.Value / (Math.Pow(2, count) - 1);
        return StraightThrough.Of(picture, step * Ops.Round(picture / step));
    }

    internal static Var<T> Converted<T>(Var<double> x)
        where T : unmanaged => ElementTypes.Of<T>() == ElementType.Float32 ? Ops.ToSingle(x).ToVar().As<T>() : x.ToVar().As<T>();

    private Var<T> Normal<T>(Var<T> picture)
        where T : unmanaged
    {
        Tape tape = picture.Tape;
        NdArray<T> noise = tape.Compute.Empty<T>(picture.Shape);
        tape.Compute.Backend.FillNormal(noise, new CounterRandom(Seed, Stream(1)));
        return ReadNoise * tape.Constant(noise);
    }

    private ulong Stream(ulong kind) => (2 * Frame) + kind;
}
