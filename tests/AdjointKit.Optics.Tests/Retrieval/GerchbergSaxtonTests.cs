using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Optics.Tests.Retrieval;

public class GerchbergSaxtonTests
{
    private static readonly FieldGrid Grid = new(256, 256, 2e-6);

    [SkippableFact]
    public void Two_planes_follow_the_reference_to_the_last_iteration()
    {
        using NdArray<double> near = OpticsOracle.Numbers("C1_hologram_I");
        using NdArray<double> far = OpticsOracle.Numbers("C1_hologram_I_z2");
        using NdArray<double> trace = OpticsOracle.Numbers("D1_gs_error");
        using NdArray<Complex> expected = OpticsOracle.Field("D1_gs_field_plane1");
        using var compute = new Compute(threads: 2);
        compute.Backend.Unary(UnaryOp.Sqrt, near, near);
        compute.Backend.Unary(UnaryOp.Sqrt, far, far);
        LinearOperator<Complex, Complex> link = new AngularSpectrum { Padding = 1 }.Plan<Complex>(Grid, 532e-9, 3e-3, compute: compute);
        RetrievalResult<Complex> result = GerchbergSaxton.Solve([link], [near, far], start: null, 50);
        for (int k = 0; k < 50; k++) Assert.True(Math.Abs(result.Errors[k] - trace[k]) <= 1e-8 * trace[k], $"{k}: {result.Errors[k]} {trace[k]}");
        OpticsOracle.AssertNear(expected, result.Field, 1e-8);
    }
}
