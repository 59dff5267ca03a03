using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using Xunit;

namespace AdjointKit.Optics.Tests.Propagation;

public sealed class AngularSpectrumTests
{
    private static readonly FieldGrid HologramGrid = new(256, 256, 2e-6);

    [SkippableTheory]
    [InlineData(1, "B1_asm_pad1_out", 1e-13)]
    [InlineData(2, "B1_rs_direct_out", 1e-13)]
    [InlineData(4, "B1_rs_direct_out", 1e-13)]
    public void Is_the_direct_Rayleigh_Sommerfeld_sum_where_it_is_padded(int padding, string reference, double tolerance)
    {
        using NdArray<Complex> field = OpticsOracle.Field("B1_rs_in");
        using NdArray<Complex> expected = OpticsOracle.Field(reference);
        Propagator<Complex> propagator = new AngularSpectrum { Padding = padding }.Plan<Complex>(new FieldGrid(64, 64, 1e-6), 0.5e-6, 320e-6);
        using NdArray<Complex> actual = propagator.Apply(field);
        OpticsOracle.AssertNear(expected, actual, tolerance);
    }

    [SkippableFact]
    public void Makes_the_hologram_and_refocuses_it()
    {
        using NdArray<Complex> transmission = OpticsOracle.Field("C1_object");
        Propagator<Complex> propagator = new AngularSpectrum { Padding = 1 }.Plan<Complex>(HologramGrid, 532e-9, 5e-3);
        using NdArray<Complex> atSensor = propagator.Apply(transmission);
        OpticsOracle.AssertNear(OpticsOracle.Field("C1_field_at_sensor"), atSensor, 1e-11);
        using NdArray<Complex> back = propagator.ApplyAdjoint(atSensor);
        OpticsOracle.AssertNear(transmission, back, 1e-14);

        using NdArray<double> intensity = OpticsOracle.Numbers("C1_hologram_I");
        using NdArray<Complex> modulus = NdArray.Fill<Complex>(256, 256, (y, x) => Math.Sqrt(intensity[(int)y, (int)x]));
        using NdArray<Complex> refocused = propagator.ApplyAdjoint(modulus);
        OpticsOracle.AssertNear(OpticsOracle.Field("C1_backprop_sqrtI"), refocused, 1e-11);
    }

    [SkippableFact]
    public void Shows_the_Talbot_images_of_a_grating()
    {
        using NdArray<Complex> exact = OpticsOracle.Field("A3_talbot_exact_U");
        using NdArray<double> transmission = OpticsOracle.Numbers("A3_talbot_t");
        using NdArray<double> fractions = OpticsOracle.Numbers("A3_talbot_fractions");
        using NdArray<Complex> field = NdArray.Fill<Complex>(4, 256, (_, x) => transmission[(int)x]);
        var grid = new FieldGrid(4, 256, 2.5e-6);
        for (int k = 0; k < fractions.Shape[0]; k++)
        {
            Propagator<Complex> propagator = new AngularSpectrum { Padding = 1 }.Plan<Complex>(grid, 633e-9, fractions[k] * 0.005054975739265923);
            using NdArray<Complex> actual = propagator.Apply(field);
            OpticsOracle.AssertNear(exact.Slice(0, k, 1), actual.Slice(0, 2, 1), 1e-11);
        }
    }

    [SkippableFact]
    public void Is_differentiable_in_field_and_distance()
    {
        using NdArray<Complex> point = OpticsOracle.Field("C3_grad_point");
        using NdArray<double> intensity = OpticsOracle.Numbers("C1_hologram_I");
        (double loss, NdArray<Complex> gradient, NdArray<double> slope) = Gradient.Of(
            (field, distance) =>
            {
                PropagationVariables at = PropagationVariables.Constants(field.Tape, HologramGrid, 532e-9, 0) with { Distance = distance };
                Var<Complex> atSensor = new AngularSpectrum { Padding = 1 }.Propagate(field, at);
                return Ops.HalfSquaredNorm(Ops.AbsSquared(atSensor) - field.Tape.Constant(intensity));
            },
            point,
            NdArray.From(5e-3));
        Assert.Equal(1, loss / OpticsOracle.Numbers("C3_loss").AsReadOnlySpan()[0], 1e-10);
        using NdArray<Complex> conjugate = OpticsOracle.Field("C3_grad_conj");
        using NdArray<Complex> expected = NdArray.Fill<Complex>(256, 256, (y, x) => 2 * conjugate[(int)y, (int)x]);
        OpticsOracle.AssertNear(expected, gradient, 1e-10);
        Assert.Equal(1, slope[0] / OpticsOracle.Numbers("C3_dLdz").AsReadOnlySpan()[0], 1e-10);
    }
}
