// A hundred layers: what the first weights make of signals and gradients on their way through tanh and ReLU, which layer is to blame, and the theory that predicts it.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj

using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

internal static class DeepChains
{
    private const int Samples = 32;

    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".", 256);

    internal static void Run(TextWriter output, string folder, int width)
    {
        using var compute = new Compute();
        (string Name, Func<Var<float>, Var<float>> Activation, Initializer Weights)[] chains =
        [
            ("ReLU, He", Ops.Relu, Initializer.HeNormal()),
            ("ReLU, Xavier", Ops.Relu, Initializer.XavierNormal()),
            ("ReLU, too large", Ops.Relu, Initializer.HeNormal(1.7)),
            ("tanh, Xavier", Ops.Tanh, Initializer.XavierNormal()),
            ("tanh, too small", Ops.Tanh, Initializer.XavierNormal(0.8)),
            ("tanh, too large", Ops.Tanh, Initializer.XavierNormal(1.7)),
        ];
        var forward = new List<Series>();
        var back = new List<Series>();
        foreach ((string name, Func<Var<float>, Var<float>> activation, Initializer weights) in chains)
        {
            GradientFlow flow = Measure(compute, activation, weights, 100, width);
            output.WriteLine($"{name}: norms of the gradient differ by a factor {flow.Spread:G3}. {flow.Warning}".TrimEnd());
            double[] layers = [.. Enumerable.Range(1, flow.Layers.Count).Select(layer => (double)layer)];
            forward.Add(new Series(layers, [.. flow.Layers.Select(layer => layer.MeanSquare)], name));
            back.Add(new Series(layers, [.. flow.Layers.Select(layer => layer.GradientNorm / flow.Layers[^1].GradientNorm)]));
        }

        Figure.Grid(
            1,
            3,
            Figure.Lines(forward, "Forward: mean square of preactivations", "layer", yScale: AxisScale.Log, yLimits: (1e-20, 1e20)),
            Figure.Lines(back, "Back: norm of the gradient over the last", "layer", yScale: AxisScale.Log, yLimits: (1e-20, 1e20)),
            Figure.Lines([.. Chi(compute, output, width)], "chi, predicted (lines) and measured", "sigma_{w}^{2}", "factor of the squared norm in a layer"))
            .WithSize(1200, 380).WithScale(1).Save(Path.Combine(folder, "deep-chains.png"));
    }

    /// <summary>chi over the variance of the weights: the theory's at its fixed point, and by what a layer deep inside really multiplies the squared norm of the gradient.</summary>
    private static IEnumerable<Series> Chi(Compute compute, TextWriter output, int width)
    {
        double[] fine = [.. Enumerable.Range(1, 80).Select(k => 0.05 * k)];
        double[] coarse = [.. Enumerable.Range(1, 13).Select(k => 0.3 * k)];
        foreach ((string name, Func<Var<float>, Var<float>> single, Func<Var<double>, Var<double>> activation, Color color) in new (string, Func<Var<float>, Var<float>>, Func<Var<double>, Var<double>>, Color)[]
        {
            ("ReLU", Ops.Relu, Ops.Relu, Color.Parse("#1f77b4")),
            ("tanh", Ops.Tanh, Ops.Tanh, Color.Parse("#d62728")),
        })
        {
            yield return new Series(fine, [.. fine.Select(Predicted)], name) { Color = color };
            double[] measured = [.. coarse.Select(Measured)];
            yield return new Series(coarse, measured) { Color = color, Style = LineStyle.None, Marker = Marker.Circle };
            output.WriteLine($"{name}: chi deep inside is within {coarse.Zip(measured, (variance, found) => Math.Abs((found / Predicted(variance)) - 1)).Max():P0} of the theory's for sigma_w^2 from {coarse[0]:F1} to {coarse[^1]:F1}");

            // ReLU has the same chi at any variance, and no fixed point but for one sigma_w^2.
            double Predicted(double variance)
            {
                var field = new MeanField<double>(activation, variance);
                return field.Chi(name == "ReLU" ? 1 : field.FixedPoint());
            }

            double Measured(double variance)
            {
                IEnumerable<LayerFlow> deep = Measure(compute, single, Initializer.HeNormal(Math.Sqrt(variance)), 30, width).Layers.TakeLast(15);
                return Math.Exp(deep.Average(layer => Math.Log(layer.GradientGain)));
            }
        }
    }

    private static GradientFlow Measure(Compute compute, Func<Var<float>, Var<float>> activation, Initializer weights, int depth, int width)
    {
        using var parameters = new ParameterSet(compute);
        var layers = new List<Layer<float>>();
        for (int layer = 1; layer <= depth; layer++)
        {
            layers.Add(new Linear<float>(parameters, $"{layer}", width, width, initializer: weights, seed: 1));
            layers.Add(new Activation<float>(activation));
        }

        using NdArray<float> input = compute.Empty<float>(new Shape(Samples, width));
        compute.Backend.FillNormal(input, new CounterRandom(2));
        return GradientFlow.Measure(compute, new Sequential<float>(layers), input);
    }
}
