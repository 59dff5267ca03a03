using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

/// <content>Fourier transforms. Programs whose inputs are real and complex go through a check of their own.</content>
public sealed partial class ParityTests
{
    [SkippableFact]
    public void Power_spectrum() => Check("c05_fft_power_spectrum", ["x", "W"], v => Ops.Sum(v[1] * Ops.AbsSquared(Ops.Fft(Ops.ToComplex(v[0])))));

    [SkippableFact]
    public void Angular_spectrum() => CheckMixed("c07_angular_spectrum", ["z", "H"], ["I"], (z, real) => Ops.Sum(Ops.Square(Ops.AbsSquared(Ops.InverseFft2(Ops.Fft2(z[0]) * z[1])) - real[0])));

    [SkippableFact]
    public void Angular_spectrum_in_one_op() => CheckMixed("c07_angular_spectrum", ["z", "H"], ["I"], (z, real) => Ops.Sum(Ops.Square(Ops.AbsSquared(Ops.FourierFilter(z[0], z[1])) - real[0])));

    [SkippableFact]
    public void Filter_of_an_even_number_of_reals() => CheckMixed("c09_rfft_even", ["h"], ["x"], (z, real) =>
    {
        Var<double> y = Ops.InverseRealFft(Ops.RealFft(real[0]) * z[0], 8);
        return Ops.Sum(Ops.Square(y) * y);
    });

    [Fact]
    public void Phase_only_retrieval()
    {
        NdArray<double> phase = Normal<double>(21, 3, 5);
        NdArray<double> amplitude = Normal<double>(22, 3, 5);
        Var<double> Loss(Var<double> v)
        {
            Var<Complex> field = Ops.Exp(Ops.ToComplex(v) * Complex.ImaginaryOne);
            return Ops.Sum(Ops.Square(Ops.Abs(Ops.Fft2(field)) - v.Tape.Constant(amplitude)));
        }

        AssertPasses(GradCheck.Run<double>("c06", v => Loss(v), phase));

        // dL/dphi = Im(conj(u) 2 N F^-1[U - a U/|U|]), the transforms as sums.
        NdArray<double> gradient = Gradient.Of<double>(v => Loss(v), phase).Gradient;
        Complex[,] u = new Complex[3, 5];
        for (int y = 0; y < 3; y++)
        {
            for (int x = 0; x < 5; x++) u[y, x] = Complex.Exp(Complex.ImaginaryOne * phase[y, x]);
        }

        Complex[,] residual = Sums(u, -1);
        for (int y = 0; y < 3; y++)
        {
            for (int x = 0; x < 5; x++) residual[y, x] -= amplitude[y, x] * residual[y, x] / residual[y, x].Magnitude;
        }

        Complex[,] back = Sums(residual, 1);
        for (int y = 0; y < 3; y++)
        {
            for (int x = 0; x < 5; x++) Assert.Equal((Complex.Conjugate(u[y, x]) * 2 * back[y, x]).Imaginary, gradient[y, x], 1e-12);
        }
    }

    [Fact]
    public void Filter_of_an_odd_number_of_reals()
    {
        NdArray<double> x = Normal<double>(23, 9);
        NdArray<Complex> h = Normal<Complex>(24, 5);
        Var<double> Loss(Var<double> signal, Var<Complex> factors)
        {
            Var<double> filtered = Ops.InverseRealFft(Ops.RealFft(signal) * factors, 9);
            return Ops.Sum(Ops.Square(filtered) * filtered);
        }

        AssertPasses(GradCheck.Run<double>("c08", v => Loss(v, v.Tape.Constant(h)), x));
        AssertPasses(GradCheck.Run<Complex>("c08", v => Ops.ToComplex(Loss(v.Tape.Constant(x), v)), h));

        // With G the transform of 3 y^2, dL/dh[k] = w G[k] conj(X[k]) / 9, w = 1 for k = 0 and 2 elsewhere; h[0] counts by its real part.
        using var tape = new Tape(new Compute(threads: 1));
        Var<Complex> filter = tape.Input(h);
        Var<double> y = Ops.InverseRealFft(Ops.RealFft(tape.Constant(x)) * filter, 9);
        tape.Backward(Ops.Sum(Ops.Square(y) * y));
        NdArray<Complex> gradient = tape.Gradient(filter);
        for (int k = 0; k < 5; k++)
        {
            Complex g = 0;
            Complex spectrum = 0;
            for (int j = 0; j < 9; j++)
            {
                Complex wave = Complex.FromPolarCoordinates(1, -2 * Math.PI * j * k / 9);
                g += 3 * y.Value[j] * y.Value[j] * wave;
                spectrum += x[j] * wave;
            }

            Complex expected = g * Complex.Conjugate(spectrum) * (k == 0 ? 1 : 2) / 9;
            Assert.InRange((gradient[k] - expected).Magnitude, 0, 1e-12 * (1 + expected.Magnitude));
        }
    }

    private static Complex[,] Sums(Complex[,] x, int sign)
    {
        (int rows, int columns) = (x.GetLength(0), x.GetLength(1));
        var result = new Complex[rows, columns];
        for (int k = 0; k < rows; k++)
        {
            for (int l = 0; l < columns; l++)
            {
                for (int i = 0; i < rows; i++)
                {
                    for (int j = 0; j < columns; j++) result[k, l] += x[i, j] * Complex.FromPolarCoordinates(1, sign * 2 * Math.PI * (((double)i * k / rows) + ((double)j * l / columns)));
                }
            }
        }

        return result;
    }

    private static void CheckMixed(string name, string[] complexInputs, string[] realInputs, Func<Var<Complex>[], Var<double>[], Var<double>> program)
    {
        AutodiffOracle oracle = AutodiffOracle.Read(name);
        using var compute = new Compute(threads: 1);
        using Tape tape = new(compute);
        Var<Complex>[] z = [.. complexInputs.Select(input => tape.Input(oracle.Input<Complex>(input)))];
        Var<double>[] x = [.. realInputs.Select(input => tape.Input(oracle.Input<double>(input)))];
        Var[] inputs = [.. z.Select(v => v.ToVar()), .. x.Select(v => v.ToVar())];
        Var[] directions = [.. complexInputs.Select(input => tape.Constant(oracle.Direction<Complex>(input)).ToVar()), .. realInputs.Select(input => tape.Constant(oracle.Direction<double>(input)).ToVar())];
        Var loss = program(z, x);
        double value = loss.As<double>().Value[[]];
        Assert.Equal(oracle.Value, value, oracle.Tolerance * Math.Abs(oracle.Value));

        var gradients = new Var[inputs.Length];
        tape.Gradients(loss, tape.OneLike(loss), inputs, gradients, record: true);
        if (oracle.Jvp is double jvp) Assert.Equal(jvp, tape.PushForward(loss, inputs, directions, record: false).Value.As<double>()[[]], oracle.Tolerance * Math.Max(1, Math.Abs(jvp)));
        for (int k = 0; k < inputs.Length; k++)
        {
            Var product = tape.PushForward(gradients[k], inputs, directions, record: false);
            if (k < z.Length)
            {
                AssertClose(oracle.Gradient<Complex>(complexInputs[k]), tape.CopyOut<Complex>(gradients[k]), oracle.Tolerance, compute);
                AssertClose(oracle.HessianProduct<Complex>(complexInputs[k]), tape.CopyOut<Complex>(product), oracle.Tolerance, compute);
            }
            else
            {
                AssertClose(oracle.Gradient<double>(realInputs[k - z.Length]), tape.CopyOut<double>(gradients[k]), oracle.Tolerance, compute);
                AssertClose(oracle.HessianProduct<double>(realInputs[k - z.Length]), tape.CopyOut<double>(product), oracle.Tolerance, compute);
            }
        }
    }
}
