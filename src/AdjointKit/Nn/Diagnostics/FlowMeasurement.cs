using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Nn;

/// <summary>One run of a chain forward and back, of which each stage is looked at: a layer and the activations behind it.</summary>
internal sealed class FlowMeasurement<T>(Compute compute, Sequential<T> network, NdArray<T> input, Func<Var<T>, Var>? loss, ForwardPass pass)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The seed of the direction that stands for a loss.</summary>
    private const ulong Seed = 0x5eed;

    /// <summary>The variance of preactivations that saturate nothing.</summary>
    private const double Small = 1e-8;

    private readonly List<Stage> stages = [];

    internal IReadOnlyList<LayerFlow> Layers()
    {
        using var tape = new Tape(compute);
        Var<T> output = Forward(tape.Input(input));
        if (stages.Count == 0) throw new ArgumentException("a chain of activations alone has no layer to look at", nameof(network));
        if (loss is null)
        {
            using NdArray<T> direction = compute.Empty<T>(output.Shape);
            compute.Backend.FillNormal(direction, new CounterRandom(Seed));
            tape.Backward(output, direction);
            return Read(tape);
        }

        tape.Backward(loss(output));
        return Read(tape);
    }

    private Var<T> Forward(Var<T> x)
    {
        int place = 0;
        foreach (Layer<T> layer in Flat(network))
        {
            Var<T> y = layer.Apply(x, pass);
            place++;
            if (layer is Activation<T> or Dropout<T>)
            {
                if (stages.Count > 0) stages[^1].Add(layer, keepsShape: x.Shape == y.Shape, pass);
            }
            else
            {
                var weighted = layer as IWeightedLayer;
                y.Tape.KeepGradient(y);
                stages.Add(new Stage(weighted?.Name ?? $"{NameOf(layer)} {place}", weighted, y));
            }

            x = y;
        }

        return x;
    }

    private List<LayerFlow> Read(Tape tape)
    {
        var flows = new List<LayerFlow>();
        for (int k = 0; k < stages.Count; k++)
        {
            Stage stage = stages[k];
            using NdArray<T> gradient = tape.Gradient(stage.Output);
            double meanSquare = MeanSquare(stage.Output.Value);
            var flow = new LayerFlow { Name = stage.Name, MeanSquare = meanSquare, GradientNorm = Math.Sqrt(MeanSquare(gradient) * gradient.Count), PredictedMeanSquare = meanSquare };
            if (stage.Layer is IWeightedLayer layer) flow = flow with { WeightVariance = layer.FanIn * MeanSquare(layer.Weight.As<T>()), BiasVariance = layer.Bias is UntypedArray bias ? MeanSquare(bias.As<T>()) : 0 };
            flows.Add(k == 0 ? flow : WithWhatPrecedes(flow, stages[k - 1], flows[k - 1]));
        }

        return flows;
    }

    private LayerFlow WithWhatPrecedes(LayerFlow flow, Stage stage, LayerFlow before)
    {
        flow = flow with { GradientGain = Math.Pow(before.GradientNorm / flow.GradientNorm, 2) };
        if (stage.Function is not Func<Var<T>, Var<T>> function || !double.IsFinite(flow.WeightVariance) || !double.IsFinite(flow.BiasVariance)) return flow;
        var field = new MeanField<T>(function, flow.WeightVariance, flow.BiasVariance);
        flow = flow with { SlopeSquare = MeanSquareSlope(function, stage.Output.Value), SlopeSquareAtRest = new MeanField<T>(function, 1).Chi(Small) };

        // The theory goes from layer to layer, and begins anew behind one of which it says nothing.
        double q = before.PredictedMeanSquare;
        return double.IsFinite(q) ? flow with { PredictedChi = field.Chi(q), PredictedMeanSquare = field.Next(q) } : flow;
    }

    /// <summary>The mean of the squared slope, which is the gradient of the sum for what acts on each element by itself.</summary>
    private double MeanSquareSlope(Func<Var<T>, Var<T>> function, NdArray<T> at)
    {
        using NdArray<T> slopes = Gradient.Of(x => Ops.Sum(function(x)), at, compute).Gradient;
        return MeanSquare(slopes);
    }

    /// <summary>In double precision, where no square of a float overflows or is lost.</summary>
    private double MeanSquare(NdArray<T> array)
    {
        using NdArray<T> host = compute.ToHost(array);
        double sum = 0;
        foreach (T value in host.AsReadOnlySpan())
        {
            double number = double.CreateTruncating(value);
            sum += number * number;
        }

        return sum / host.Count;
    }

    private static IEnumerable<Layer<T>> Flat(Sequential<T> chain) => chain.Layers.SelectMany(layer => layer is Sequential<T> inner ? Flat(inner) : [layer]);

    private static string NameOf(Layer<T> layer) => layer.GetType().Name.Split('`')[0];

    /// <summary>A layer, what it gave, and what stands between it and the next one.</summary>
    private sealed class Stage(string name, IWeightedLayer? layer, Var<T> output)
    {
        internal string Name => name;

        internal IWeightedLayer? Layer => layer;

        internal Var<T> Output => output;

        /// <summary>What acts on each element of the output by itself; null if something else stands there.</summary>
        internal Func<Var<T>, Var<T>>? Function { get; private set; } = static x => x;

        internal void Add(Layer<T> between, bool keepsShape, ForwardPass pass)
        {
            Func<Var<T>, Var<T>>? before = Function;
            bool isRandom = between is Dropout<T> { Probability: > 0 } && pass.IsTraining;
            Function = before is null || !keepsShape || isRandom ? null : x => between.Apply(before(x));
        }
    }
}
