using System.Globalization;
using System.Numerics;
using System.Text;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Nn;

/// <summary>
/// How signals and gradients pass through a chain of layers, layer by layer, as measured and as mean-field theory predicts (<see cref="MeanField{T}"/>), and a warning that names the layer where gradients vanish or explode.
/// </summary>
/// <example>
/// <code>
/// GradientFlow flow = GradientFlow.Measure(compute, network, batch);
/// if (flow.Warning is FlowWarning warning) Console.WriteLine(warning);
/// </code>
/// </example>
public sealed record GradientFlow
{
    /// <summary>The layers in order, but for activations and dropout, which belong to the layer in front of them.</summary>
    public required IReadOnlyList<LayerFlow> Layers { get; init; }

    /// <summary>By how much norms of gradients may differ without a warning.</summary>
    public required double Limit { get; init; }

    /// <summary>The largest norm of a gradient over the smallest; 1 for a single layer, infinite where one is 0.</summary>
    public double Spread => Layers.Count < 2 ? 1 : Layers.Max(layer => layer.GradientNorm) / Layers.Min(layer => layer.GradientNorm);

    /// <summary>What is wrong; null: nothing.</summary>
    public FlowWarning? Warning => FlowDiagnosis.Of(Layers, Limit);

    /// <summary>Runs a chain on a batch, forward and back.</summary>
    /// <param name="compute">Where the model is.</param>
    /// <param name="network">The layers; chains within the chain count as their layers. A layer of yours counts as a whole.</param>
    /// <param name="input">The batch, where the model is.</param>
    /// <param name="loss">A real number of what the chain gives; null: its product with normal random numbers, which favours no output.</param>
    /// <param name="limit">By how much norms of gradients may differ without a warning.</param>
    /// <param name="pass">Whether random parts are at work.</param>
    public static GradientFlow Measure<T>(Compute compute, Sequential<T> network, NdArray<T> input, Func<Var<T>, Var>? loss = null, double limit = 10, ForwardPass pass = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(compute);
        ArgumentNullException.ThrowIfNull(network);
        if (!(limit > 1)) throw new ArgumentOutOfRangeException(nameof(limit), limit, "norms may differ by a factor above 1");
        return new GradientFlow { Layers = new FlowMeasurement<T>(compute, network, input, loss, pass).Layers(), Limit = limit };
    }

    /// <summary>A table, and below it the warning or that there is none.</summary>
    public override string ToString()
    {
        int width = Math.Max(5, Layers.Max(layer => layer.Name.Length));
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"layer".PadRight(width)}  mean square  predicted  |gradient|  sigma_w^2  chi (z)  predicted  gradient's");
        foreach (LayerFlow layer in Layers)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{layer.Name.PadRight(width)}  {Number(layer.MeanSquare),11}  {Number(layer.PredictedMeanSquare),9}  {Number(layer.GradientNorm),10}  {Number(layer.WeightVariance),9}  {Number(layer.Chi),7}  {Number(layer.PredictedChi),9}  {Number(layer.GradientGain),10}");
        }

        return text.Append(Warning?.Message ?? string.Create(CultureInfo.InvariantCulture, $"The norm of the gradient stays within a factor {Spread:G3} over all {Layers.Count} layers.")).ToString();
    }

    private static string Number(double value) => double.IsNaN(value) ? "-" : value.ToString("G3", CultureInfo.InvariantCulture);
}
