// An image as a network: brightness as a function of the place. A perceptron of the coordinates learns low frequencies first and high ones hardly; of Fourier features of the coordinates it learns them all.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj

using System.Globalization;
using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Optimization;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

// M. Tancik and others, "Fourier features let networks learn high frequency functions in low dimensional domains", NeurIPS 2020; N. Rahaman and others, "On the spectral bias of neural networks", ICML 2019.
internal static class CoordinateNetwork
{
    private const int Frequencies = 64;
    private const int Units = 96;

    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".", 64, 600);

    internal static void Run(TextWriter output, string folder, int size, int steps)
    {
        using var compute = new Compute();
        using NdArray<float> image = Fans(size);
        using NdArray<float> places = NdArray.Fill<float>(size * size, 2, (pixel, axis) => ((axis == 0 ? pixel % size : pixel / size) + 0.5f) / size);
        using NdArray<float> values = image.Reshape(size * size, 1).Copy();
        using NdArray<float> features = FourierFeatures(places, 6);
        var errors = new List<Series>();
        var fits = new List<Figure> { Picture(image, "Image") };
        foreach ((string name, NdArray<float> inputs, double rate, Color color) in new[] { ("coordinates", places, 3e-3, Color.Parse("#d62728")), ("Fourier features", features, 3e-3, Color.Parse("#1f77b4")) })
        {
            using var parameters = new ParameterSet(compute);
            Sequential<float> network = Network(parameters, inputs.Shape[1]);
            using var data = new DataLoader(compute, [inputs, values], new DataLoaderOptions { BatchSize = size * size, Shuffle = false });
            using var trainer = new Trainer(
                parameters,
                new OptimizerOptions { Rule = new Adam(), LearningRate = LearningRate.Cosine(rate, steps) },
                (tape, batch, pass) => Ops.Mean(Ops.Square(network.Apply(tape.Constant(batch.Get<float>(0)), pass) - tape.Constant(batch.Get<float>(1)))));
            foreach ((int until, LineStyle style) in new[] { (steps / 20, LineStyle.Dotted), (steps, LineStyle.Solid) })
            {
                trainer.Train(data, until);
                using NdArray<float> fit = Fit(compute, network, inputs, size);
                double[] spectrum = ErrorSpectrum(compute, fit, image);
                errors.Add(new Series([.. Enumerable.Range(1, spectrum.Length).Select(k => (double)k)], spectrum, $"{name}, {until} steps") { Color = color, Style = style });
                double psnr = -10 * Math.Log10(Enumerable.Range(0, size * size).Average(k => Math.Pow(fit[k / size, k % size] - image[k / size, k % size], 2)));
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}, {until} steps: PSNR {psnr:F1} dB; error left at low frequencies {spectrum[..4].Average():F3}, at high ones {spectrum[(size / 8)..(size / 4)].Average():F3}"));
                if (until == steps) fits.Add(Picture(fit, $"{name}, {psnr:F1} dB"));
            }
        }

        Figure.Grid(2, 2, fits[0], fits[1], fits[2], Figure.Lines(errors, "Error left over the image's own spectrum", "cycles over the image", yScale: AxisScale.Log, yLimits: (1e-3, 3)))
            .WithSize(800, 760).WithScale(1).Save(Path.Combine(folder, "coordinate-network.png"));
    }

    private static Sequential<float> Network(ParameterSet parameters, nint inputs) => new(
        new Linear<float>(parameters, "1", inputs, Units, initializer: Initializer.HeNormal(), seed: 1),
        new Activation<float>(Ops.Relu),
        new Linear<float>(parameters, "2", Units, Units, initializer: Initializer.HeNormal(), seed: 1),
        new Activation<float>(Ops.Relu),
        new Linear<float>(parameters, "3", Units, Units, initializer: Initializer.HeNormal(), seed: 1),
        new Activation<float>(Ops.Relu),
        new Linear<float>(parameters, "4", Units, 1, seed: 1));

    /// <summary>cos 2 pi b v and sin 2 pi b v of a place v for normal random frequencies b, of so many cycles over the image.</summary>
    private static NdArray<float> FourierFeatures(NdArray<float> places, double deviation)
    {
        using NdArray<float> b = NdArray.Empty<float>(new Shape(Frequencies, 2));
        new CounterRandom(3).FillNormal(b);
        return NdArray.Fill<float>(places.Shape[0], 2 * Frequencies, (pixel, k) =>
        {
            nint frequency = k % Frequencies;
            double phase = 2 * Math.PI * deviation * ((b[frequency, 0] * places[pixel, 0]) + (b[frequency, 1] * places[pixel, 1]));
            return (float)(k < Frequencies ? Math.Cos(phase) : Math.Sin(phase));
        });
    }

    private static NdArray<float> Fit(Compute compute, Sequential<float> network, NdArray<float> inputs, int size)
    {
        using var tape = new Tape(compute);
        return network.Apply(tape.Constant(inputs)).Value.Copy().Reshape(size, size);
    }

    /// <summary>The modulus of the spectrum of the error over that of the image, each summed over rings of one cycle's width.</summary>
    private static double[] ErrorSpectrum(Compute compute, NdArray<float> fit, NdArray<float> image)
    {
        double[] error = Rings(compute, fit, image);
        using NdArray<float> nothing = NdArray.Zeros<float>(image.Shape[0], image.Shape[1]);
        double[] whole = Rings(compute, image, nothing);
        return [.. error.Zip(whole, (e, w) => Math.Sqrt(e / w))];
    }

    private static double[] Rings(Compute compute, NdArray<float> a, NdArray<float> b)
    {
        int size = (int)a.Shape[0];
        using NdArray<Complex> difference = NdArray.Fill<Complex>(size, size, (row, column) => a[row, column] - b[row, column]);
        using var tape = new Tape(compute);
        NdArray<Complex> spectrum = Ops.Fft2(tape.Constant(difference)).Value;
        var power = new double[size / 2];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                int ring = (int)Math.Round(Math.Sqrt(Math.Pow(Signed(row), 2) + Math.Pow(Signed(column), 2)));
                if (ring >= 1 && ring <= power.Length) power[ring - 1] += Math.Pow(spectrum[row, column].Magnitude, 2);
            }
        }

        return power;

        int Signed(int k) => k < size / 2 ? k : k - size;
    }

    /// <summary>Fans of rays whose width shrinks towards their centres, and a shaded disc: all frequencies.</summary>
    private static NdArray<float> Fans(int size) => NdArray.Fill<float>(size, size, (row, column) =>
    {
        (double y, double x) = ((row + 0.5) / size, (column + 0.5) / size);
        double brightness = 0.5 + (0.3 * Math.Sin(3 * x) * Math.Cos(2 * y));
        (double dx, double dy) = (x - 0.3, y - 0.35);
        if ((dx * dx) + (dy * dy) < 0.06) brightness = 0.5 + (0.45 * Math.Tanh(3 * Math.Sin(18 * Math.Atan2(dy, dx))));
        (dx, dy) = (x - 0.7, y - 0.68);
        double r = Math.Sqrt((dx * dx) + (dy * dy));
        if (r < 0.24) brightness = 0.5 + (0.45 * Math.Sin(2 * Math.PI * 60 * r * r));
        if (x > 0.62 && y < 0.35 && x < 0.92 && y > 0.1) brightness = ((int)(x * 40) + (int)(y * 40)) % 2 == 0 ? 0.9 : 0.15;
        return (float)Math.Clamp(brightness, 0, 1);
    });

    private static Figure Picture(NdArray<float> values, string title) =>
        Figure.Image(values, title, order: AxisOrder.VerticalFirst, colorMap: ColorMap.Gray, limits: ColorLimits.Between(0, 1), xLabel: "column", yLabel: "row", aspect: Aspect.Equal, colorBar: false);
}
