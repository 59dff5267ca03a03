using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using Xunit;

namespace AdjointKit.Tests.Nn;

/// <summary>The layers without a loop: values against plain loops, gradients against differences.</summary>
public sealed class LayerTests : IDisposable
{
    private readonly Compute compute = new(threads: 1);
    private readonly ParameterSet set;
    private readonly Tape tape;

    public LayerTests()
    {
        set = new ParameterSet(compute);
        tape = new Tape(compute);
    }

    public void Dispose()
    {
        tape.Dispose();
        set.Dispose();
        compute.Dispose();
    }

    [Fact]
    public void Linear_is_a_product_along_the_last_axis()
    {
        var layer = new Linear<double>(set, "a", 3, 2);
        Draw();
        NdArray<double> w = set.Get<double>("a.weight");
        NdArray<double> b = set.Get<double>("a.bias");
        NdArray<double> x = LayerCheck.Normal(new Shape(4, 5, 3), 1);
        LayerCheck.Close(at => b[at[2]] + Sum(3, k => x[at[0], at[1], k] * w[at[2], k]), layer.Apply(tape.Constant(x)).Value);
        Gradients(x, v => layer.Apply(v));
        Gradients(LayerCheck.Normal(new Shape(6, 3), 2), v => layer.Apply(v));
        Assert.Contains("3 inputs", Assert.Throws<ArgumentException>(() => layer.Apply(tape.Constant(LayerCheck.Normal(new Shape(3, 2), 1)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Linear_may_have_no_bias()
    {
        var layer = new Linear<double>(set, "a", 3, 2, hasBias: false);
        Assert.Equal(["a.weight"], set.Names);
        Gradients(LayerCheck.Normal(new Shape(3), 2), v => layer.Apply(v));
    }

    [Fact]
    public void Conv1d_is_a_correlation_with_stride_padding_dilation_and_groups()
    {
        var layer = new Conv1d<double>(set, "c", 4, 6, 3, stride: 2, padding: 2, dilation: 2, groups: 2);
        Draw();
        NdArray<double> w = set.Get<double>("c.weight");
        NdArray<double> b = set.Get<double>("c.bias");
        NdArray<double> x = LayerCheck.Normal(new Shape(2, 4, 9), 1);
        NdArray<double> y = layer.Apply(tape.Constant(x)).Value;
        Assert.Equal(new Shape(2, 6, 5), y.Shape);
        LayerCheck.Close(
            at => b[at[1]] + Sum(2, c => Sum(3, k => (at[2] * 2) + (k * 2) - 2 is >= 0 and < 9 and nint place ? w[at[1], c, k] * x[at[0], (at[1] / 3 * 2) + c, place] : 0)),
            y);
        Gradients(x, v => layer.Apply(v));
    }

    [Fact]
    public void Conv2d_is_a_correlation_of_planes()
    {
        var layer = new Conv2d<double>(set, "c", 2, 3, (3, 2), stride: (2, 1), padding: (1, 0));
        Draw();
        NdArray<double> w = set.Get<double>("c.weight");
        NdArray<double> b = set.Get<double>("c.bias");
        NdArray<double> x = LayerCheck.Normal(new Shape(2, 2, 5, 4), 1);
        NdArray<double> y = layer.Apply(tape.Constant(x)).Value;
        Assert.Equal(new Shape(2, 3, 3, 3), y.Shape);
        LayerCheck.Close(
            at => b[at[1]] + Sum(2, c => Sum(3, k => Sum(2, l => (at[2] * 2) + k - 1 is >= 0 and < 5 and nint row ? w[at[1], c, k, l] * x[at[0], c, row, at[3] + l] : 0))),
            y);
        Gradients(x, v => layer.Apply(v));
        Assert.Throws<ArgumentException>(() => new Conv2d<double>(set, "d", 3, 4, (1, 1), groups: 2));
    }

    [Fact]
    public void LayerNorm_has_mean_0_and_deviation_1_before_gain_and_bias()
    {
        var layer = new LayerNorm<double>(set, "n", new Shape(2, 3), epsilon: 1e-3);
        Assert.All(set.Get<double>("n.gain").AsReadOnlySpan().ToArray(), value => Assert.Equal(1, value));
        Draw();
        NdArray<double> x = LayerCheck.Normal(new Shape(4, 2, 3), 1);
        double[] mean = [.. Enumerable.Range(0, 4).Select(n => Sum(2, k => Sum(3, l => x[n, k, l])) / 6)];
        double[] variance = [.. Enumerable.Range(0, 4).Select(n => Sum(2, k => Sum(3, l => Math.Pow(x[n, k, l] - mean[n], 2))) / 6)];
        LayerCheck.Close(
            at => ((x[at] - mean[at[0]]) / Math.Sqrt(variance[at[0]] + 1e-3) * set.Get<double>("n.gain")[at[1], at[2]]) + set.Get<double>("n.bias")[at[1], at[2]],
            layer.Apply(tape.Constant(x)).Value,
            1e-13);
        Gradients(x, v => layer.Apply(v));
    }

    [Fact]
    public void Embedding_takes_rows_and_only_those_have_a_gradient()
    {
        var layer = new Embedding<double>(set, "e", 5, 3, seed: 4);
        NdArray<long> indices = NdArray.From<long>([4, 0, 4, 1], new Shape(2, 2));
        NdArray<double> table = set.Get<double>("e.weight");
        LayerCheck.Close(at => table[(nint)indices[at[0], at[1]], at[2]], layer.Apply(tape, indices).Value);
        tape.Reset();
        LayerCheck.Gradients(set, on => layer.Apply(on, indices));
        tape.Backward(Ops.Sum(layer.Apply(tape, indices)));
        set.ReadGradients(tape);
        Assert.Equal([1, 1, 0, 0, 2], Enumerable.Range(0, 5).Select(row => set.Gradient<double>("e.weight")[row, 0]));
    }

    [Fact]
    public void Dropout_drops_in_training_the_same_places_at_the_same_step()
    {
        var layer = new Dropout<double>(0.3, seed: 5);
        NdArray<double> x = NdArray.Zeros<double>(100, 1000);
        compute.Backend.Fill(x, 2);
        Var<double> v = tape.Constant(x);
        Assert.Equal(x.AsReadOnlySpan().ToArray(), layer.Apply(v).Value.AsReadOnlySpan().ToArray());
        double[] first = layer.Apply(v, ForwardPass.Training(7)).Value.AsReadOnlySpan().ToArray();
        Assert.All(first, value => Assert.True(value == 0 || Math.Abs(value - (2 / 0.7)) < 1e-15));
        Assert.InRange(first.Average(), 1.98, 2.02);
        Assert.Equal(first, layer.Apply(v, ForwardPass.Training(7)).Value.AsReadOnlySpan().ToArray());
        Assert.NotEqual(first, layer.Apply(v, ForwardPass.Training(8)).Value.AsReadOnlySpan().ToArray());
        Assert.NotEqual(first, new Dropout<double>(0.3, seed: 6).Apply(v, ForwardPass.Training(7)).Value.AsReadOnlySpan().ToArray());
        Gradients(LayerCheck.Normal(new Shape(4, 5), 1), input => layer.Apply(input, ForwardPass.Training(3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout<double>(1, 0));
    }

    [Fact]
    public void A_chain_of_layers_is_their_composition()
    {
        var first = new Linear<double>(set, "1", 3, 4, initializer: Initializer.HeNormal(), seed: 9);
        var second = new Linear<double>(set, "2", 4, 2, seed: 9);
        var chain = new Sequential<double>(first, new Activation<double>(Ops.Tanh), second);
        NdArray<double> x = LayerCheck.Normal(new Shape(5, 3), 1);
        Var<double> v = tape.Constant(x);
        Assert.Equal(second.Apply(Ops.Tanh(first.Apply(v))).Value.AsReadOnlySpan().ToArray(), chain.Apply(v).Value.AsReadOnlySpan().ToArray());
        Gradients(x, input => chain.Apply(input));
    }

    private void Gradients(NdArray<double> x, Func<Var<double>, Var<double>> layer)
    {
        // The parameters are moved: no tape may need them any more.
        tape.Reset();
        LayerCheck.Gradients(set, x, layer);
    }

    private static double Sum(int count, Func<int, double> term) => Enumerable.Range(0, count).Sum(term);

    /// <summary>Numbers for all parameters, the biases too.</summary>
    private void Draw()
    {
        foreach (string name in set.Names) new CounterRandom(3, (ulong)set.NumberOf(name)).FillNormal(set.Get<double>(name));
    }
}
