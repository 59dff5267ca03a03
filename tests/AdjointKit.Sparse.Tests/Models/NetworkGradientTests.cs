using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Sparse.Tests.Models;

/// <summary>The gradient in every parameter of a network against differences of fourth order along random directions.</summary>
public sealed class NetworkGradientTests : IDisposable
{
    private readonly Compute compute = new();
    private readonly Dictionary<double> dictionary;
    private readonly SparseSignals<double> signals;

    public NetworkGradientTests()
    {
        dictionary = new Dictionary<double>(SmallProblem.Matrix(), compute);
        signals = new SparseSignals<double>(dictionary, 7, 5, probability: 0.2);
    }

    public static TheoryData<string> All => [.. NetworkModel.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void It_is_the_slope_of_the_loss(string name)
    {
        // Message passing on so small a matrix amplifies rounding where signals are dense.
        signals.Fill(name.StartsWith("lamp", StringComparison.Ordinal) ? 2 : 0);
        using UnrolledNetwork<double> network = NetworkModel.Create(name, dictionary, 4, new SupportSelection(4, 13));
        OpenGates(network);
        using var tape = new Tape(compute);
        Loss(network, tape, isSwept: true);
        network.Parameters.ReadGradients(tape);
        foreach ((int k, int along) in Enumerable.Range(0, network.Parameters.Count).SelectMany(k => Enumerable.Range(0, 3).Select(along => (k, along))))
        {
            string parameter = network.Parameters.Names[k];
            NdArray<double> values = network.Parameters.Get<double>(parameter);
            NdArray<double> direction = NdArray.Empty<double>(values.Shape);
            new CounterRandom((ulong)(k + (1000 * along)) + 7).FillNormal(direction);
            compute.Backend.Affine(1 / Math.Sqrt(compute.Backend.Dot(direction, direction).Real), direction, 0, direction);
            double expected = compute.Backend.Dot(network.Parameters.Gradient<double>(parameter), direction).Real;

            // The loss is smooth but for kinks, and jumps of HyperLISTA and LAMP, which a long step may meet; in a short one there is more rounding. A wrong gradient is wrong by all of them.
            double error = new[] { 3e-5, 1e-5, 3e-6, 1e-6 }.Min(h => Math.Abs(((8 * (At(h) - At(-h)) - (At(2 * h) - At(-2 * h))) / (12 * h)) - expected));
            Assert.True(error <= 1e-8 * Math.Max(1, Math.Abs(expected)), $"{parameter}: {expected:R}, and slopes are {error:g2} from it");

            double At(double step)
            {
                tape.Reset();
                compute.Backend.AddScaled(step, direction, values);
                double loss = Loss(network, tape, isSwept: false);
                tape.Reset();
                compute.Backend.AddScaled(-step, direction, values);
                return loss;
            }
        }
    }

    public void Dispose()
    {
        signals.Dispose();
        dictionary.Dispose();
        compute.Dispose();
    }

    /// <summary>Where an untrained network is its parent by zeros, the gradients of much else are zeros, too.</summary>
    private void OpenGates(UnrolledNetwork<double> network)
    {
        for (int k = 0; k < network.Parameters.Count; k++)
        {
            string name = network.Parameters.Names[k];
            NdArray<double> values = network.Parameters[k].As<double>();
            if (name == "readout.weight") new CounterRandom(77).FillUniform(values);
            if (name == "readout.weight") compute.Backend.Affine(0.1, values, -0.05, values);
            if (name.EndsWith(".alpha", StringComparison.Ordinal)) compute.Backend.Fill(values, 1.3);
            if (name.EndsWith(".mu", StringComparison.Ordinal)) compute.Backend.Fill(values, 0.7);
            if (name.EndsWith(".a", StringComparison.Ordinal)) compute.Backend.Fill(values, 0.03);
        }
    }

    private double Loss(UnrolledNetwork<double> network, Tape tape, bool isSwept)
    {
        Var<double> loss = Ops.HalfSquaredNorm(network.Run(tape.Constant(signals.Y)) - tape.Constant(signals.X));
        if (isSwept) tape.Backward(loss);
        return loss.Value.AsReadOnlySpan()[0];
    }
}
