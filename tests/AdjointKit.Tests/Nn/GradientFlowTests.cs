using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using Xunit;

namespace AdjointKit.Tests.Nn;

/// <summary>What passes through deep chains: measured against plain loops and against the theory, and the layer that is to blame named.</summary>
public sealed class GradientFlowTests : IDisposable
{
    private const int Depth = 100;

    private readonly Compute compute = new(threads: 2);

    public void Dispose() => compute.Dispose();

    [Fact]
    public void What_is_measured_is_what_plain_loops_give()
    {
        using var set = new ParameterSet(compute);
        var network = new Sequential<double>(
            new Linear<double>(set, "a", 3, 4, seed: 1),
            new Sequential<double>(new Activation<double>(Ops.Tanh), new Linear<double>(set, "b", 4, 2, seed: 2)));
        compute.Backend.Fill(set.Get<double>("a.bias"), 0.5);
        NdArray<double> x = LayerCheck.Normal(new Shape(5, 3), 7);
        GradientFlow flow = GradientFlow.Measure(compute, network, x, y => Ops.Sum(Ops.Square(y)));

        NdArray<double> a = set.Get<double>("a.weight");
        NdArray<double> b = set.Get<double>("b.weight");
        (double za2, double zb2, double ga2, double gb2, double slope2) = (0, 0, 0, 0, 0);
        for (int n = 0; n < 5; n++)
        {
            double[] z = [.. Enumerable.Range(0, 4).Select(j => 0.5 + Enumerable.Range(0, 3).Sum(k => a[j, k] * x[n, k]))];
            double[] y = [.. Enumerable.Range(0, 2).Select(i => Enumerable.Range(0, 4).Sum(j => b[i, j] * Math.Tanh(z[j])))];
            double[] slopes = [.. z.Select(value => 1 - Math.Pow(Math.Tanh(value), 2))];
            za2 += z.Sum(value => value * value);
            zb2 += y.Sum(value => value * value);
            gb2 += y.Sum(value => 4 * value * value);
            slope2 += slopes.Sum(value => value * value);
            ga2 += Enumerable.Range(0, 4).Sum(j => Math.Pow(slopes[j] * Enumerable.Range(0, 2).Sum(i => b[i, j] * 2 * y[i]), 2));
        }

        Assert.Equal(["a", "b"], flow.Layers.Select(layer => layer.Name));
        Assert.Equal([za2 / 20, zb2 / 10], flow.Layers.Select(layer => layer.MeanSquare), Near);
        Assert.Equal([Math.Sqrt(ga2), Math.Sqrt(gb2)], flow.Layers.Select(layer => layer.GradientNorm), Near);
        double variance = 4 * b.AsReadOnlySpan().ToArray().Average(w => w * w);
        Assert.Equal(variance, flow.Layers[1].WeightVariance, 1e-13);
        Assert.Equal((0.25, 0), (flow.Layers[0].BiasVariance, flow.Layers[1].BiasVariance));
        Assert.Equal(variance * slope2 / 20, flow.Layers[1].Chi, 1e-13);
        Assert.Equal(ga2 / gb2, flow.Layers[1].GradientGain, 1e-13);
        Assert.True(double.IsNaN(flow.Layers[0].Chi) && double.IsNaN(flow.Layers[0].GradientGain));
        Assert.Equal(new MeanField<double>(Ops.Tanh, variance).Chi(za2 / 20), flow.Layers[1].PredictedChi, 1e-13);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void He_keeps_the_gradient_of_a_hundred_layers_of_relu(ulong seed)
    {
        GradientFlow flow = Chain(256, Ops.Relu, Initializer.HeNormal(), seed);
        Assert.InRange(flow.Spread, 1, 10);
        Assert.Null(flow.Warning);
        Assert.EndsWith($"stays within a factor {flow.Spread:G3} over all {Depth} layers.", flow.ToString(), StringComparison.Ordinal);
        Assert.All(flow.Layers.Skip(1), layer => Assert.Equal(1, layer.PredictedChi, 0.03));
    }

    [Theory]
    [InlineData("relu", "xavier", FlowTrouble.Vanishing, FlowCause.WeightsTooSmall)]
    [InlineData("relu", "small", FlowTrouble.Vanishing, FlowCause.WeightsTooSmall)]
    [InlineData("relu", "large", FlowTrouble.Exploding, FlowCause.WeightsTooLarge)]
    [InlineData("tanh", "small", FlowTrouble.Vanishing, FlowCause.WeightsTooSmall)]
    [InlineData("tanh", "large", FlowTrouble.Exploding, FlowCause.WeightsTooLarge)]
    public void A_chain_of_bad_weights_is_named_with_the_layer_where_the_norm_leaves_its_limits(string activation, string weights, FlowTrouble trouble, FlowCause cause)
    {
        Initializer initializer = weights switch { "xavier" => Initializer.XavierNormal(), "small" => Initializer.HeNormal(0.7), _ => Initializer.HeNormal(2) };
        GradientFlow flow = Chain(128, activation == "relu" ? Ops.Relu : Ops.Tanh, initializer, 1);
        FlowWarning warning = flow.Warning!;
        Assert.Equal((trouble, cause, false), (warning.Trouble, warning.Cause, warning.IsSingleLayer));

        // The layer where the norm has changed tenfold: seen from the end, the first.
        double last = flow.Layers[^1].GradientNorm;
        Assert.True(Ratio(flow.Layers[warning.Layer].GradientNorm) > 10 && Ratio(flow.Layers[warning.Layer + 3].GradientNorm) < 10);
        Assert.Contains(flow.Layers[warning.Layer].Name, warning.Message, StringComparison.Ordinal);
        Assert.Contains("sigma_w^2", warning.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(warning.Message, flow.ToString(), StringComparison.Ordinal);

        double Ratio(double norm) => trouble == FlowTrouble.Vanishing ? last / norm : norm / last;
    }

    [Fact]
    public void Xavier_suits_tanh()
    {
        GradientFlow flow = Chain(256, Ops.Tanh, Initializer.XavierNormal(), 1);
        Assert.InRange(flow.Spread, 1, 100);
        Assert.All(flow.Layers.Skip(1), layer => Assert.InRange(layer.PredictedChi, 0.3, 1.05));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(4, 0.3)]
    [InlineData(0.8, 0.1)]
    public void A_wide_layer_has_the_variance_and_chi_that_the_theory_predicts(double weights, double biases)
    {
        const int Width = 512;
        using var set = new ParameterSet(compute);
        var layers = new List<Layer<float>>();
        for (int layer = 0; layer < 8; layer++)
        {
            layers.Add(new Linear<float>(set, $"{layer}", Width, Width, initializer: Initializer.HeNormal(Math.Sqrt(weights)), seed: 5));
            layers.Add(new Activation<float>(Ops.Tanh));
            Initializer.Normal(Math.Sqrt(biases)).Fill(compute, set.Get<float>($"{layer}.bias"), 1, 1, new CounterRandom(9, (ulong)layer));
        }

        GradientFlow flow = GradientFlow.Measure(compute, new Sequential<float>(layers), Input(64, Width));
        var field = new MeanField<double>(Ops.Tanh, weights, biases);
        foreach (LayerFlow layer in flow.Layers.Skip(1))
        {
            Assert.Equal(1, layer.MeanSquare / layer.PredictedMeanSquare, 0.15);
            Assert.Equal(1, layer.Chi / layer.PredictedChi, 0.1);
            Assert.Equal(1, layer.GradientGain / layer.PredictedChi, 0.25);
        }

        // In the end it is the fixed point of the weights that were asked for.
        Assert.Equal(1, flow.Layers[^1].MeanSquare / field.FixedPoint(), 0.25);
        Assert.Equal(1, flow.Layers[^1].Chi / field.Chi(field.FixedPoint()), 0.15);
    }

    [Theory]
    [InlineData(0.01, FlowTrouble.Vanishing, FlowCause.WeightsTooSmall)]
    [InlineData(30, FlowTrouble.Exploding, FlowCause.WeightsTooLarge)]
    public void One_layer_among_many_is_found(double factor, FlowTrouble trouble, FlowCause cause)
    {
        GradientFlow flow = Chain(128, Ops.Relu, Initializer.HeNormal(), 2, spoil: (set, name) =>
        {
            if (name == "layer 40") compute.Backend.Affine(factor, set.Get<float>("layer 40.weight"), 0, set.Get<float>("layer 40.weight"));
        });
        FlowWarning warning = flow.Warning!;
        Assert.Equal((trouble, cause, true), (warning.Trouble, warning.Cause, warning.IsSingleLayer));
        Assert.Equal("layer 40", flow.Layers[warning.Layer].Name);
        Assert.Contains("in layer layer 40", warning.Message, StringComparison.Ordinal);
    }

    /// <summary>Of a chi of 1/2 the weights are the cause where they alone make half of its logarithm or more.</summary>
    [Theory]
    [InlineData(0.45, FlowCause.Saturation)]
    [InlineData(0.55, FlowCause.WeightsTooSmall)]
    public void The_cause_is_what_makes_the_larger_share_of_chi(double share, FlowCause cause)
    {
        double atRest = Math.Pow(0.5, share);
        LayerFlow[] layers = [.. Enumerable.Range(0, 30).Select(layer => new LayerFlow
        {
            Name = $"{layer}",
            MeanSquare = 1,
            GradientNorm = Math.Pow(0.5, (29 - layer) / 2.0),
            GradientGain = 0.5,
            WeightVariance = atRest,
            SlopeSquareAtRest = 1,
            SlopeSquare = 0.5 / atRest,
        })];
        Assert.Equal(cause, FlowDiagnosis.Of(layers, limit: 1000)!.Cause);
    }

    [Fact]
    public void Activations_that_are_saturated_or_off_are_told_from_small_weights()
    {
        FlowWarning saturated = Chain(128, Ops.Tanh, Initializer.HeNormal(1), 1, (set, name) => Initializer.Normal(3).Fill(compute, set.Get<float>($"{name}.bias"), 1, 1, new CounterRandom(4, (ulong)set.Count))).Warning!;
        Assert.Equal((FlowTrouble.Vanishing, FlowCause.Saturation, false), (saturated.Trouble, saturated.Cause, saturated.IsSingleLayer));
        Assert.Contains("saturated", saturated.Message, StringComparison.Ordinal);

        GradientFlow dead = Chain(128, Ops.Relu, Initializer.HeNormal(), 1, (set, name) =>
        {
            if (name == "layer 60") compute.Backend.Fill(set.Get<float>("layer 60.bias"), -1e3);
        });
        Assert.Equal((FlowTrouble.Vanishing, FlowCause.Saturation, true), (dead.Warning!.Trouble, dead.Warning.Cause, dead.Warning.IsSingleLayer));
        Assert.Equal("layer 61", dead.Layers[dead.Warning.Layer].Name);
        Assert.Contains("with slope 0", dead.Warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_lets_nothing_through_is_named()
    {
        // Weights of zeros at the end, as some begin, and a loss that does not depend on anything.
        GradientFlow zeros = Chain(8, Ops.Tanh, Initializer.XavierNormal(), 1, (set, name) =>
        {
            if (name == "layer 100") compute.Backend.Fill(set.Get<float>("layer 100.weight"), 0);
        });
        Assert.Equal((FlowTrouble.Vanishing, FlowCause.WeightsTooSmall, 99, true), (zeros.Warning!.Trouble, zeros.Warning.Cause, zeros.Warning.Layer, zeros.Warning.IsSingleLayer));
        Assert.Equal(double.PositiveInfinity, zeros.Spread);

        using var set = new ParameterSet(compute);
        using NdArray<float> x = Input(4, 3);
        GradientFlow none = GradientFlow.Measure(compute, new Sequential<float>(new Linear<float>(set, "a", 3, 3), new Linear<float>(set, "b", 3, 3)), x, y => Ops.Sum(0 * y));
        Assert.Equal((FlowTrouble.Vanishing, FlowCause.Unknown, 1), (none.Warning!.Trouble, none.Warning.Cause, none.Warning.Layer));
        Assert.Contains("the last", none.Warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_that_are_too_narrow_for_their_number_are_not_blamed_on_the_weights()
    {
        // With sigma_w^2 = 1 and orthogonal weights nothing would change; three random numbers in a row lose a direction now and then.
        GradientFlow flow = Chain(3, x => x, Initializer.HeNormal(1), 3);
        Assert.Equal(FlowCause.Structure, flow.Warning!.Cause);
        Assert.Contains("wider", flow.Warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_finite_is_named_where_it_begins()
    {
        GradientFlow values = Chain(64, Ops.Relu, Initializer.HeNormal(12), 1);
        Assert.Equal((FlowTrouble.NotFinite, FlowCause.WeightsTooLarge), (values.Warning!.Trouble, values.Warning.Cause));
        Assert.True(double.IsFinite(values.Layers[values.Warning.Layer - 1].MeanSquare) && !double.IsFinite(values.Layers[values.Warning.Layer].MeanSquare));

        GradientFlow spoilt = Chain(16, Ops.Relu, Initializer.HeNormal(), 1, (set, name) =>
        {
            if (name == "layer 7") set.Get<float>("layer 7.bias").AsWritableSpan()[3] = float.NaN;
        });
        Assert.Equal((FlowTrouble.NotFinite, FlowCause.Unknown, 6), (spoilt.Warning!.Trouble, spoilt.Warning.Cause, spoilt.Warning.Layer));
    }

    [Fact]
    public void Convolutions_and_layers_of_other_kinds_are_part_of_a_chain()
    {
        using var set = new ParameterSet(compute);
        var network = new Sequential<float>(
            new Conv1d<float>(set, "c", 2, 64, 5, padding: 2),
            new Activation<float>(Ops.Relu),
            new Conv1d<float>(set, "d", 64, 64, 5, padding: 2, hasBias: false),
            new Activation<float>(Ops.Relu),
            new Activation<float>(x => Ops.Reshape(x, x.Shape[0], x.Shape.Count / x.Shape[0])),
            new Linear<float>(set, "e", 64 * 30, 20),
            new LayerNorm<float>(set, "n", new Shape(20)),
            new Activation<float>(Ops.Relu),
            new Dropout<float>(0.5, 1),
            new Linear<float>(set, "f", 20, 10));
        using NdArray<float> x = NdArray.Zeros<float>(16, 2, 30);
        new CounterRandom(3).FillNormal(x);
        GradientFlow flow = GradientFlow.Measure(compute, network, x);
        Assert.Equal(["c", "d", "e", "LayerNorm 7", "f"], flow.Layers.Select(layer => layer.Name));
        Assert.Equal(1, flow.Layers[1].Chi, 0.2);
        Assert.Equal(0.5, flow.Layers[1].SlopeSquareAtRest, 1e-6);

        // Of what changes the shape, and of what is normalised, the theory says nothing.
        Assert.True(double.IsNaN(flow.Layers[2].Chi) && double.IsNaN(flow.Layers[3].PredictedChi));
        Assert.InRange(flow.Layers[3].MeanSquare, 0.9, 1.1);
        Assert.InRange(flow.Layers[4].PredictedChi, 0.3, 1.5);
        Assert.True(double.IsNaN(GradientFlow.Measure(compute, network, x, pass: ForwardPass.Training(1)).Layers[4].PredictedChi));
        Assert.Null(flow.Warning);
        Assert.Contains(" - ", flow.ToString(), StringComparison.Ordinal);

        FlowWarning unknown = (flow with { Limit = 1.0001 }).Warning!;
        Assert.Contains($"{flow.Layers[unknown.Layer].Name}", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_use_is_refused_in_a_sentence()
    {
        using NdArray<float> x = Input(2, 3);
        Assert.Contains("activations alone", Assert.Throws<ArgumentException>(() => GradientFlow.Measure(compute, new Sequential<float>(new Activation<float>(Ops.Relu)), x)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientFlow.Measure(compute, new Sequential<float>(), x, limit: 1));
    }

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 1e-12 * Math.Abs(expected);

    private static NdArray<float> Input(int samples, int width)
    {
        NdArray<float> x = NdArray.Zeros<float>(samples, width);
        new CounterRandom(3).FillNormal(x);
        return x;
    }

    private GradientFlow Chain(int width, Func<Var<float>, Var<float>> activation, Initializer initializer, ulong seed, Action<ParameterSet, string>? spoil = null)
    {
        using var set = new ParameterSet(compute);
        var layers = new List<Layer<float>>();
        for (int layer = 1; layer <= Depth; layer++)
        {
            layers.Add(new Linear<float>(set, $"layer {layer}", width, width, initializer: initializer, seed: seed));
            layers.Add(new Activation<float>(activation));
            spoil?.Invoke(set, $"layer {layer}");
        }

        using NdArray<float> x = Input(16, width);
        return GradientFlow.Measure(compute, new Sequential<float>(layers), x);
    }
}
