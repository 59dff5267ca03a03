using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Optimization;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Nn;

/// <summary>Every layer on a device against the CPU: value, gradient of the input and of each parameter; and a step of training.</summary>
public sealed class LayerDeviceTests(OpenClFixture fixture) : IClassFixture<OpenClFixture>
{
    private const double Tolerance = 1e-5;

    private static readonly Dictionary<string, (Shape Input, Func<ParameterSet, Func<Var<float>, Var<float>>> Make)> Layers = new()
    {
        ["linear"] = (new Shape(6, 5, 7), set => Of(new Linear<float>(set, "a", 7, 9, seed: 1))),
        ["convolution of lines"] = (new Shape(3, 4, 19), set => Of(new Conv1d<float>(set, "a", 4, 6, 3, stride: 2, padding: 2, dilation: 2, groups: 2, seed: 1))),
        ["convolution of planes"] = (new Shape(2, 3, 9, 8), set => Of(new Conv2d<float>(set, "a", 3, 5, (3, 2), stride: (2, 1), padding: (1, 0), seed: 1))),
        ["normalisation"] = (new Shape(6, 4, 5), set => Of(new LayerNorm<float>(set, "a", new Shape(4, 5)))),
        ["dropout"] = (new Shape(40, 30), _ => Of(new Dropout<float>(0.3, 4), ForwardPass.Training(3))),
        ["activation"] = (new Shape(40, 30), _ => Of(new Activation<float>(Ops.Tanh))),
        ["recurrent"] = (new Shape(6, 4, 3), set => Of(new Rnn<float>(set, "a", 3, 8, seed: 1))),
        ["long short-term memory"] = (new Shape(6, 4, 3), set => Of(new Lstm<float>(set, "a", 3, 8, seed: 1))),
        ["gated recurrent"] = (new Shape(6, 4, 3), set => Of(new Gru<float>(set, "a", 3, 8, seed: 1))),
        ["a chain"] = (new Shape(12, 7), set => Of(new Sequential<float>(new Linear<float>(set, "a", 7, 16, seed: 1), new Activation<float>(Ops.Relu), new Linear<float>(set, "b", 16, 4, seed: 1)))),
        ["embedding"] = (new Shape(5, 4), set => Embedded(new Embedding<float>(set, "a", 7, 4, seed: 1))),
    };

    public static TheoryData<string> Names => [.. Layers.Keys];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void A_layer_has_the_value_and_the_gradients_of_the_CPU(string name)
    {
        Compute device = fixture.Native;
        using var cpu = new Compute(threads: 2);
        Dictionary<string, float[]> expected = Run(name, cpu);
        Dictionary<string, float[]> found = Run(name, device);
        Assert.Equal(expected.Keys, found.Keys);
        foreach ((string what, float[] values) in expected) Close(what, values, found[what]);
    }

    [SkippableFact]
    public void A_step_of_training_is_that_of_the_CPU()
    {
        Compute device = fixture.Native;
        using var cpu = new Compute(threads: 2);
        (double loss, Dictionary<string, float[]> expected) = Step(cpu);
        (double onDevice, Dictionary<string, float[]> found) = Step(device);
        Assert.InRange(Math.Abs(onDevice - loss), 0, Tolerance * loss);
        foreach ((string what, float[] values) in expected) Close(what, values, found[what]);
    }

    private static Func<Var<float>, Var<float>> Of(Layer<float> layer, ForwardPass pass = default) => x => layer.Apply(x, pass);

    private static Func<Var<float>, Var<float>> Embedded(Embedding<float> layer) => x =>
    {
        using NdArray<long> rows = NdArray.From<long>(3, 0, 6, 3, 1);
        return x * layer.Apply(x.Tape, x.Tape.Compute.ToDevice(rows));
    };

    private static Dictionary<string, float[]> Run(string name, Compute compute)
    {
        using var set = new ParameterSet(compute);
        Func<Var<float>, Var<float>> layer = Layers[name].Make(set);
        Draw(set, 3);
        using NdArray<float> x = Normal(compute, Layers[name].Input, 1);
        using var tape = new Tape(compute);
        Var<float> input = tape.Input(x);
        Var<float> y = layer(input);
        using NdArray<float> cotangent = Normal(compute, y.Shape, 2);
        tape.Backward(y, cotangent);
        var results = new Dictionary<string, float[]> { ["value"] = Host(compute, y.Value) };
        using NdArray<float> gradient = tape.Gradient(input);
        results["input"] = Host(compute, gradient);
        if (set.Count > 0) set.ReadGradients(tape);
        foreach (string parameter in set.Names) results[parameter] = Host(compute, set.Gradient<float>(parameter));
        return results;
    }

    /// <summary>The parameters after a step as moved by it, so that what moves little counts as much.</summary>
    private static (double Loss, Dictionary<string, float[]> Moved) Step(Compute compute)
    {
        using NdArray<float> images = Normal(compute.Host, new Shape(64, 50), 5);
        using NdArray<long> labels = NdArray.From<long>([.. Enumerable.Range(0, 64).Select(n => (long)(n % 10))]);
        using var set = new ParameterSet(compute);
        var network = new Sequential<float>(
            new Linear<float>(set, "1", 50, 40, seed: 1), new Activation<float>(Ops.Relu), new Dropout<float>(0.2, 6), new Linear<float>(set, "2", 40, 20, seed: 1), new Activation<float>(Ops.Relu), new Linear<float>(set, "3", 20, 10, seed: 1));
        Draw(set, 0.2);
        Dictionary<string, float[]> before = set.Names.ToDictionary(name => name, name => Host(compute, set.Get<float>(name)));
        using var data = new DataLoader(compute, [images, labels], new DataLoaderOptions { BatchSize = 64, Seed = 1 });
        using var trainer = new Trainer(
            set,
            new OptimizerOptions { Rule = new Sgd(), LearningRate = 8 },
            (tape, batch, pass) => Ops.CrossEntropy(network.Apply(tape.Constant(batch.Get<float>(0)), pass), batch.Get<long>(1)));
        trainer.Train(data, 1);
        return (trainer.History[0].Loss, set.Names.ToDictionary(name => name, name => Host(compute, set.Get<float>(name)).Zip(before[name], (after, first) => after - first).ToArray()));
    }

    /// <summary>The same numbers on every device, the biases too.</summary>
    private static void Draw(ParameterSet set, double deviation)
    {
        for (int number = 0; number < set.Count; number++)
        {
            using NdArray<float> drawn = Normal(set.Compute, set[number].Shape, 10 + (ulong)number);
            set.Compute.Backend.Affine(deviation / 3, drawn, 0, set[number]);
        }
    }

    private static NdArray<float> Normal(Compute compute, Shape shape, ulong seed)
    {
        NdArray<float> host = NdArray.Empty<float>(shape);
        new CounterRandom(seed).FillNormal(host);
        if (compute.Device.IsHost) return host;
        using (host) return compute.ToDevice(host);
    }

    private static float[] Host(Compute compute, NdArray<float> array)
    {
        using NdArray<float> host = compute.ToHost(array);
        return host.AsReadOnlySpan().ToArray();
    }

    private static void Close(string what, float[] expected, float[] found)
    {
        double size = Math.Sqrt(expected.Sum(value => (double)value * value));
        double distance = Math.Sqrt(expected.Zip(found, (a, b) => ((double)a - b) * (a - b)).Sum());
        Assert.True(size > 0 && distance <= Tolerance * size, $"{what}: {distance / size:G3} of the norm apart, tolerance {Tolerance}");
    }
}
