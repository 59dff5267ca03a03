using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Operators;

namespace AdjointKit.Sparse;

/// <summary>
/// Convolutional LISTA (Sreter and Giryes, "Learned convolutional sparse coding", ICASSP 2018) with an operator between: an image is x = D z, the sum of maps z_c convolved with filters, and z = eta(z + P_k A^H (y - A D_k z); theta_k) with
/// filters of their own in P and D of every layer and thresholds max(theta, 0) for every map. The first maps are those of the first image, E x.
/// </summary>
/// <remarks>
/// Untrained it is ISTA for |A D z - y|^2 / 2 + lambda |z|_1, D the cosines of squares of taps x taps pixels: |D| is 1 at most. P is then rho D^H, E is D^H.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class ConvolutionalLista<T> : ImageNetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int taps;
    private readonly int encoder;
    private readonly int decoder;
    private readonly (int Synthesis, int Analysis, int Threshold)[] stages;

    /// <summary>Makes an untrained network.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="layers">The number of layers K.</param>
    /// <param name="taps">The height and width of the filters, odd; there are taps x taps maps.</param>
    /// <param name="step">rho, the length of a step: below 2 / |A|^2.</param>
    /// <param name="weight">lambda, the weight of the L1 norm.</param>
    public ConvolutionalLista(Compute compute, int layers, int taps = 5, double step = 1, double weight = 0.01)
        : base(compute, layers)
    {
        if (taps < 3 || int.IsEvenInteger(taps)) throw new ArgumentOutOfRangeException(nameof(taps), taps, "filters have an odd number of taps, 3 at least");
        this.taps = taps;
        var maps = new Shape(taps * taps, 1, taps, taps);
        var image = new Shape(1, taps * taps, taps, taps);
        encoder = Add("encoder", maps, 1);
        stages = new (int Synthesis, int Analysis, int Threshold)[layers];
        for (int k = 0; k < layers; k++)
        {
            int synthesis = Add($"layers.{k}.synthesis", image, 1);
            int analysis = Add($"layers.{k}.analysis", maps, step);
            Compute.Backend.Fill(Parameters.Add<T>($"layers.{k}.theta", new Shape(1, taps * taps, 1, 1)), step * weight);
            stages[k] = (synthesis, analysis, Parameters.Count - 1);
        }

        decoder = Add("decoder", image, 1);
    }

    /// <inheritdoc/>
    public override string Name => "convolutional-lista";

    internal override (string Name, double Value)[] Structure => [("taps", taps)];

    private protected override Var<T> Iterate<TData>(LinearOperator<T, TData> a, Var<TData> y, Var<T> x)
    {
        Shape images = a.Domain;
        Tape tape = x.Tape;
        Var<T> z = Convolve(Plane(x), encoder);
        foreach ((int synthesis, int analysis, int threshold) in stages)
        {
            Var<T> image = ImageShape.Restore(Convolve(z, synthesis), images);
            z += Convolve(Plane(Ops.Apply(a.H, y - Ops.Apply(a, image))), analysis);
            z = Ops.SoftThreshold(z, Ops.Relu(Parameters.Record<T>(tape, threshold)));
        }

        return ImageShape.Restore(Convolve(z, decoder), images);
    }

    private static Var<T> Plane(Var<T> x) => ImageShape.Planes(x);

    private Var<T> Convolve(Var<T> planes, int kernel) => Ops.Convolution2d(planes, Parameters.Record<T>(planes.Tape, kernel), padding: (taps / 2, taps / 2));

    /// <summary>Filters that begin as the cosines: as they are where a map makes an image, turned round where an image makes maps.</summary>
    private int Add(string name, Shape shape, double scale)
    {
        bool isTurned = shape[0] != 1;
        using NdArray<T> host = NdArray.Empty<T>(shape);
        Span<T> values = host.AsWritableSpan();
        int count = taps * taps;
        for (int map = 0; map < count; map++)
        {
            for (int tap = 0; tap < count; tap++)
            {
                int at = isTurned ? count - 1 - tap : tap;
                values[(map * count) + tap] = T.CreateChecked(scale * Cosine(map / taps, at / taps) * Cosine(map % taps, at % taps) / taps);
            }
        }

        Compute.Backend.CopyFromHost(host, Parameters.Add<T>(name, shape));
        return Parameters.Count - 1;
    }

    /// <summary>The orthonormal cosines of a line.</summary>
    private double Cosine(int frequency, int place) => Math.Sqrt((frequency == 0 ? 1.0 : 2.0) / taps) * Math.Cos(Math.PI * frequency * (place + 0.5) / taps);
}
