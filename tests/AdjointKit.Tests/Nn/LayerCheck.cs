using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Tests.Nn;

/// <summary>What the tests of layers have in common: gradients against differences, and values against plain loops.</summary>
internal static class LayerCheck
{
    /// <summary>Checks the gradients of an array that goes in and of every parameter.</summary>
    internal static void Gradients(ParameterSet parameters, NdArray<double> x, Func<Var<double>, Var<double>> layer)
    {
        Passes(GradCheck.Run("input", v => layer(v), x, compute: parameters.Compute));
        if (parameters.Count > 0) Gradients(parameters, tape => layer(tape.Constant(x)));
    }

    /// <summary>Checks the gradients of every parameter.</summary>
    internal static void Gradients(ParameterSet parameters, Func<Tape, Var<double>> layer)
    {
        Compute compute = parameters.Compute;
        using var tape = new Tape(compute);
        tape.Backward(Loss(tape));
        parameters.ReadGradients(tape);
        foreach (string name in parameters.Names)
        {
            NdArray<double> parameter = parameters.Get<double>(name);
            using NdArray<double> at = parameter.Copy();
            Assert.True(compute.Backend.MaxAbs(parameters.Gradient<double>(name)) > 0, $"{name} has no gradient");
            tape.Reset();
            Passes(GradCheck.Run(name, Value, at, parameters.Gradient<double>(name), compute: compute));
            at.CopyTo(parameter);

            double Value(NdArray<double> moved)
            {
                moved.CopyTo(parameter);
                double loss = Loss(tape).Value.AsReadOnlySpan()[0];
                tape.Reset();
                return loss;
            }
        }

        Var<double> Loss(Tape on)
        {
            Var<double> y = layer(on);
            NdArray<double> weights = Normal(y.Shape, 77);
            return Ops.Sum(y * on.Constant(weights));
        }
    }

    internal static NdArray<double> Normal(in Shape shape, ulong seed)
    {
        NdArray<double> array = NdArray.Empty<double>(shape);
        new CounterRandom(seed).FillNormal(array);
        return array;
    }

    internal static void Close(Func<nint[], double> expected, NdArray<double> actual, double tolerance = 1e-14)
    {
        var at = new nint[actual.Rank];
        for (nint element = 0; element < actual.Count; element++)
        {
            nint rest = element;
            for (int axis = actual.Rank - 1; axis >= 0; axis--) (rest, at[axis]) = Math.DivRem(rest, actual.Shape[axis]);
            double value = expected(at);
            Assert.True(Math.Abs(actual[at] - value) <= tolerance * Math.Max(1, Math.Abs(value)), $"({string.Join(", ", at)}): {actual[at]} and not {value}");
        }
    }

    private static void Passes(CheckResult result) => Assert.True(result.Passed, result.ToString());
}
