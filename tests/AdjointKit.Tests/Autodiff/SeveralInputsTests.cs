using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

/// <summary>Transforms of two inputs, lists and records, against the same transform of one input in which they lie one behind another.</summary>
public sealed class SeveralInputsTests
{
    private const int Rows = 3;
    private const int Columns = 2;
    private const int Weights = Rows * Columns;
    private const int All = Weights + Rows;

    public static TheoryData<HvpMode> Modes => [HvpMode.ForwardOverReverse, HvpMode.ReverseOverReverse];

    [Fact]
    public void Gradients()
    {
        Model model = ModelOf(1);
        (double expected, NdArray<double> whole) = Gradient.Of<double>(JoinedLoss, Joined(model));
        (double value, Model gradient) = Gradient.Of(Loss, model);
        (double ofTwo, NdArray<double> w, NdArray<double> b) = Gradient.Of<double, double>((x, y) => LossOf(x, y), model.W, model.B);
        (double ofList, NdArray<double>[] list) = Gradient.Of<double>(v => LossOf(v[0], v[1]), [model.W, model.B]);
        Assert.Equal([expected, expected, expected], [value, ofTwo, ofList]);
        Assert.Equal(model.W.Shape, gradient.W.Shape);
        AssertClose(whole, Joined(gradient));
        AssertClose(whole, Joined(new Model(w, b)));
        AssertClose(whole, Joined(new Model(list[0], list[1])));
    }

    [Fact]
    public void Tangents()
    {
        Model model = ModelOf(1);
        Model direction = ModelOf(2);
        (NdArray<double> expected, NdArray<double> along) = Jvp.Of<double, double>(JoinedLayer, Joined(model), Joined(direction));
        (NdArray<double> value, NdArray<double> change) = Jvp.Of(Layer, model, direction);
        (_, NdArray<double> ofTwo) = Jvp.Of<double, double, double>(LayerOf, model.W, model.B, direction.W, direction.B);
        (_, NdArray<double> ofList) = Jvp.Of<double, double>(v => LayerOf(v[0], v[1]), [model.W, model.B], [direction.W, direction.B]);
        AssertClose(expected, value);
        foreach (NdArray<double> found in new[] { change, ofTwo, ofList }) AssertClose(along, found);
    }

    [Fact]
    public void Cotangents()
    {
        Model model = ModelOf(1);
        using NdArray<double> cotangent = NdArray.From(1.0, -2, 0.5);
        (_, NdArray<double> whole) = Vjp.Of<double, double>(JoinedLayer, Joined(model), cotangent);
        (_, Model pulled) = Vjp.Of(Layer, model, cotangent);
        (_, NdArray<double> w, NdArray<double> b) = Vjp.Of<double, double, double>(LayerOf, model.W, model.B, cotangent);
        (_, NdArray<double>[] list) = Vjp.Of<double, double>(v => LayerOf(v[0], v[1]), [model.W, model.B], cotangent);
        foreach (Model found in new[] { pulled, new Model(w, b), new Model(list[0], list[1]) }) AssertClose(whole, Joined(found));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Products_with_the_Hessian(HvpMode mode)
    {
        Model model = ModelOf(1);
        Model direction = ModelOf(2);
        (NdArray<double> gradient, NdArray<double> whole) = Hvp.Of<double>(JoinedLoss, Joined(model), Joined(direction), mode: mode);
        (Model ofRecord, Model product) = Hvp.Of(Loss, model, direction, mode: mode);
        ((NdArray<double> X, NdArray<double> Y) ofTwo, (NdArray<double> X, NdArray<double> Y) two) = Hvp.Of<double, double>((x, y) => LossOf(x, y), model.W, model.B, direction.W, direction.B, mode: mode);
        (_, NdArray<double>[] list) = Hvp.Of<double>(v => LossOf(v[0], v[1]), [model.W, model.B], [direction.W, direction.B], mode: mode);
        AssertClose(gradient, Joined(ofRecord));
        AssertClose(gradient, Joined(new Model(ofTwo.X, ofTwo.Y)));
        foreach (Model found in new[] { product, new Model(two.X, two.Y), new Model(list[0], list[1]) }) AssertClose(whole, Joined(found));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Jacobians_have_a_block_for_each_input(bool moreOutputs)
    {
        // Twelve outputs of nine inputs go by columns, three by rows.
        Var<double> Result(Var<double> w, Var<double> b) => moreOutputs ? Ops.Concat([LayerOf(w, b), Ops.Sin(Ops.Reshape(w, Weights)), b]) : LayerOf(w, b);
        Model model = ModelOf(1);
        (NdArray<double> value, NdArray<double> whole) = Jacobian.Of<double, double>(v => Result(WeightsOf(v), BiasOf(v)), Joined(model));
        (NdArray<double> again, Model blocks) = Jacobian.Of(v => Result(v.Of(m => m.W), v.Of(m => m.B)), model);
        (_, NdArray<double> ofX, NdArray<double> ofY) = Jacobian.Of<double, double, double>(Result, model.W, model.B);
        (_, NdArray<double>[] list) = Jacobian.Of<double, double>(v => Result(v[0], v[1]), [model.W, model.B]);
        int outputs = moreOutputs ? 12 : 3;
        Assert.Equal(new Shape(outputs, Rows, Columns), blocks.W.Shape);
        Assert.Equal(new Shape(outputs, Rows), blocks.B.Shape);
        AssertClose(value, again);
        foreach (Model found in new[] { blocks, new Model(ofX, ofY), new Model(list[0], list[1]) })
        {
            for (int row = 0; row < outputs; row++) AssertClose(whole.Select(0, row), Joined(new Model(found.W.Select(0, row), found.B.Select(0, row))));
        }

        using var tape = new Tape(new Compute(threads: 1));
        (Var<double> recorded, RecordVariables<Model> variables) = Jacobian.Of(v => Result(v.Of(m => m.W), v.Of(m => m.B)), tape.Inputs(model));
        AssertClose(value, recorded.Value);
        AssertClose(blocks.W, variables.Of(m => m.W).Value);
        AssertClose(blocks.B, variables.Of(m => m.B).Value);
    }

    [Fact]
    public void Hessians_have_a_block_for_each_pair_of_inputs()
    {
        Model model = ModelOf(1);
        (NdArray<double> gradient, NdArray<double> whole) = Hessian.Of<double>(JoinedLoss, Joined(model));
        (Model ofRecord, RecordHessian<Model> record) = Hessian.Of(Loss, model);
        (_, (NdArray<double> XX, NdArray<double> XY, NdArray<double> YX, NdArray<double> YY) two) = Hessian.Of<double, double>((x, y) => LossOf(x, y), model.W, model.B);
        (_, NdArray<double>[,] list) = Hessian.Of<double>(v => LossOf(v[0], v[1]), [model.W, model.B]);
        AssertClose(gradient, Joined(ofRecord));
        Assert.Equal(new Shape(Rows, Columns, Rows), record.Of(m => m.W, m => m.B).Shape);
        AssertBlocks(whole, record.Of(m => m.W, m => m.W), record.Of(m => m.W, m => m.B), record.Of(m => m.B, m => m.W), record.Of(m => m.B, m => m.B));
        AssertBlocks(whole, two.XX, two.XY, two.YX, two.YY);
        AssertBlocks(whole, list[0, 0], list[0, 1], list[1, 0], list[1, 1]);
    }

    [Fact]
    public void A_linearization_at_a_record_pushes_records_and_pulls_them()
    {
        Model model = ModelOf(1);
        Model direction = ModelOf(2);
        using NdArray<double> cotangent = NdArray.From(1.0, -2, 0.5);
        int runs = 0;
        using RecordLinearization<Model, double> a = Linearize.Of(
            v =>
            {
                runs++;
                return Layer(v);
            },
            model);
        for (int time = 0; time < 2; time++)
        {
            (NdArray<double> value, NdArray<double> change) = Jvp.Of(Layer, model, direction);
            AssertClose(value, a.Value());
            AssertClose(change, a.Apply(direction));
            AssertClose(Joined(Vjp.Of(Layer, model, cotangent).Cotangent), Joined(a.ApplyAdjoint(cotangent)));
        }

        Assert.Equal(1, runs);
        using Linearization<double, double> one = Linearize.Of<double, double>(JoinedLayer, Joined(model));
        CheckResult dots = DotTest.Run(one);
        Assert.True(dots.Passed, $"{dots}");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Two_inputs_of_different_types(HvpMode mode)
    {
        // f(x, z) = sum x^2 |z|^2: df/dx = 2 x |z|^2, the gradient by z (dRe + i dIm) is 2 x^2 z.
        using NdArray<double> x = NdArray.From(0.5, -2);
        using NdArray<Complex> z = NdArray.From(new Complex(1, 2), new Complex(-3, 0.5));
        using NdArray<double> dx = NdArray.From(1.0, 3);
        using NdArray<Complex> dz = NdArray.From(new Complex(0.5, -1), new Complex(2, 1));
        static Var<double> Each(Var<double> a, Var<Complex> b) => Ops.Square(a) * Ops.AbsSquared(b);
        (_, NdArray<double> gx, NdArray<Complex> gz) = Gradient.Of<double, Complex>((a, b) => Ops.Sum(Each(a, b)), x, z);
        (_, (NdArray<double> X, NdArray<Complex> Y) product) = Hvp.Of<double, Complex>((a, b) => Ops.Sum(Each(a, b)), x, z, dx, dz, mode: mode);
        (_, NdArray<double> change) = Jvp.Of<double, Complex, double>(Each, x, z, dx, dz);
        (_, NdArray<double> jacobianX, NdArray<Complex> jacobianZ) = Jacobian.Of<double, Complex, double>(Each, x, z);
        for (int k = 0; k < 2; k++)
        {
            double size = (z[k] * Complex.Conjugate(z[k])).Real;
            double turn = 2 * (Complex.Conjugate(z[k]) * dz[k]).Real;
            AssertNumber(2 * x[k] * size, gx[k]);
            AssertNumber(2 * x[k] * x[k] * z[k], gz[k]);
            AssertNumber((2 * x[k] * size * dx[k]) + (x[k] * x[k] * turn), change[k]);
            AssertNumber((2 * size * dx[k]) + (2 * x[k] * turn), product.X[k]);
            AssertNumber((4 * x[k] * dx[k] * z[k]) + (2 * x[k] * x[k] * dz[k]), product.Y[k]);
            AssertNumber(gx[k], jacobianX[k, k]);
            AssertNumber(gz[k], jacobianZ[k, k]);
            AssertNumber(0, jacobianZ[k, 1 - k]);
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Inputs_of_different_precision(HvpMode mode)
    {
        // f(s, d) = sum s^2 d^3.
        using NdArray<float> s = NdArray.From(0.5f, -2);
        using NdArray<double> d = NdArray.From(1.5, 0.25);
        using NdArray<float> ds = NdArray.From(1f, 2);
        using NdArray<double> dd = NdArray.From(-1.0, 0.5);
        static Var<double> Each(Var<float> a, Var<double> b) => Ops.Square(Ops.ToDouble(a)) * b * b * b;
        (_, (NdArray<float> X, NdArray<double> Y) product) = Hvp.Of<float, double>((a, b) => Ops.Sum(Each(a, b)), s, d, ds, dd, mode: mode);
        (_, (NdArray<float> XX, NdArray<float> XY, NdArray<double> YX, NdArray<double> YY) hessian) = Hessian.Of<float, double>((a, b) => Ops.Sum(Each(a, b)), s, d);
        (_, NdArray<float> jacobian, _) = Jacobian.Of<float, double, double>((a, b) => Ops.Concat([Each(a, b), Ops.Exp(b), b]), s, d);
        for (int k = 0; k < 2; k++)
        {
            double cube = d[k] * d[k] * d[k];
            Assert.Equal((2 * cube * ds[k]) + (6 * s[k] * d[k] * d[k] * dd[k]), product.X[k], 1e-5);
            Assert.Equal((6 * s[k] * d[k] * d[k] * ds[k]) + (6 * s[k] * s[k] * d[k] * dd[k]), product.Y[k], 1e-5);
            Assert.Equal(2 * cube, hessian.XX[k, k], 1e-5);
            Assert.Equal(6 * s[k] * d[k] * d[k], hessian.XY[k, k], 1e-5);
            Assert.Equal(6 * s[k] * d[k] * d[k], hessian.YX[k, k], 1e-5);
            Assert.Equal(6 * s[k] * s[k] * d[k], hessian.YY[k, k], 1e-5);
            Assert.Equal(2 * s[k] * cube, jacobian[k, k], 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_penalty_on_the_gradient_and_on_products_nests(HvpMode mode)
    {
        // d/dm |g(m)|^2/2 = H g; the gradient of v . (H v) by third derivatives is checked against differences.
        Model model = ModelOf(1);
        (Model gradient, _) = Hvp.Of(Loss, model, model);
        (_, Model expected) = Hvp.Of(Loss, model, gradient);
        (_, Model penalty) = Gradient.Of(v => SquaredNorm(Gradient.Of(Loss, v)), model);
        AssertClose(Joined(expected), Joined(penalty));
        CheckResult third = GradCheck.Run("products", v => SquaredNorm(Hvp.Of(Loss, v, v, mode).Product), model);
        Assert.True(third.Passed, $"{third}");
        CheckResult ofOne = GradCheck.Run<double>("products of one variable", v => Ops.HalfSquaredNorm(Hvp.Of<double>(JoinedLoss, v, v * v, mode).Product), Joined(model));
        Assert.True(ofOne.Passed, $"{ofOne}");
        CheckResult ofList = GradCheck.Run<double>("products of a list", v => Ops.HalfSquaredNorm(Hvp.Of<double>(u => LossOf(u[0], u[1]), v, v, mode).Products[1]), [model.W, model.B]);
        Assert.True(ofList.Passed, $"{ofList}");
    }

    [Fact]
    public void Tangents_and_cotangents_of_variables_nest()
    {
        Model model = ModelOf(1);
        CheckResult pushed = GradCheck.Run("tangents", v => Ops.HalfSquaredNorm(Jvp.Of(Layer, v, v).Tangent), model);
        Assert.True(pushed.Passed, $"{pushed}");
        CheckResult pulled = GradCheck.Run("cotangents", v => SquaredNorm(Vjp.Of(Layer, v, v.Of(m => m.B)).Cotangent), model);
        Assert.True(pulled.Passed, $"{pulled}");
        CheckResult blocks = GradCheck.Run("Jacobian", v => SquaredNorm(Jacobian.Of(Layer, v).Jacobian), model);
        Assert.True(blocks.Passed, $"{blocks}");
        CheckResult listed = GradCheck.Run<double>(
            "lists",
            v => Ops.HalfSquaredNorm(Jvp.Of<double, double>(u => LayerOf(u[0], u[1]), v, v).Tangent)
                + Ops.HalfSquaredNorm(Vjp.Of<double, double>(u => LayerOf(u[0], u[1]), v, v[1]).Cotangents[0])
                + Ops.HalfSquaredNorm(Jacobian.Of<double, double>(u => LayerOf(u[0], u[1]), v).Jacobians[0]),
            [model.W, model.B]);
        Assert.True(listed.Passed, $"{listed}");
    }

    [Fact]
    public void A_checkpointed_function_of_a_record_has_the_same_gradient()
    {
        Model model = ModelOf(1);
        Func<RecordVariables<Model>, Var<double>> forgetful = Checkpoint.Of<Model, double>(Layer);
        Model expected = Gradient.Of(Loss, model).Gradient;
        Model gradient = Gradient.Of(v => Ops.HalfSquaredNorm(forgetful(v)), model).Gradient;
        Assert.Equal(Joined(expected).AsReadOnlySpan().ToArray(), Joined(gradient).AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_tape_takes_a_record()
    {
        Model model = ModelOf(1);
        using var tape = new Tape(new Compute(threads: 1));
        RecordVariables<Model> v = tape.Inputs(model);
        tape.Backward(Loss(v));
        AssertClose(Gradient.Of(Loss, model).Gradient.W, tape.Gradient(v.Of(m => m.W)));
    }

    [Fact]
    public void What_does_not_fit_is_named_with_its_shape()
    {
        Model model = ModelOf(1);
        var turned = new Model(model.W, NdArray.From(1.0, 2));
        AssertMessage("direction 1 of shape (2,) does not fit input 1 of shape (3,)", () => Jvp.Of(Layer, model, turned));
        AssertMessage("direction 1 of shape (2,) does not fit input 1 of shape (3,)", () => Hvp.Of(Loss, model, turned));
        AssertMessage("direction 1 of shape (2,) does not fit input 1 of shape (3,)", () => Hvp.Of<double, double>((x, y) => LossOf(x, y), model.W, model.B, model.W, turned.B, mode: HvpMode.ReverseOverReverse));
        AssertMessage("1 directions do not fit 2 inputs", () => Jvp.Of<double, double>(v => LayerOf(v[0], v[1]), [model.W, model.B], [model.W]));
        AssertMessage("a cotangent of shape (2,) does not fit an output of shape (3,)", () => Vjp.Of(Layer, model, turned.B));
        using RecordLinearization<Model, double> a = Linearize.Of(Layer, model);
        AssertMessage("direction 1 of shape (2,) does not fit input 1 of shape (3,)", () => a.Apply(turned));
        AssertMessage("a cotangent of shape (2,) does not fit an output of shape (3,)", () => a.ApplyAdjoint(turned.B));
        AssertMessage("not one of the record", () => Gradient.Of(v => v.Of(_ => turned.B), model));
        AssertMessage("stands twice in a record", () => Gradient.Of(Loss, new Model(model.B, model.B)));
        AssertMessage("a Hessian is that of real arrays", () => Hessian.Of<Field>(v => Ops.HalfSquaredNorm(v.Of(f => f.Amplitude)), new Field(NdArray.From(Complex.One))));
        AssertMessage("at one or more", () => Jvp.Of<double, double>(v => v[0], Array.Empty<Var<double>>(), []));
    }

    [Fact]
    public void A_record_that_f_does_not_use_has_zeros()
    {
        Model model = ModelOf(1);
        (double value, Model gradient) = Gradient.Of(v => Ops.Sum(v.Of(m => m.W)), model);
        Assert.Equal(model.W.AsReadOnlySpan().ToArray().Sum(), value, 1e-14);
        Assert.Equal([0.0, 0, 0], gradient.B.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_complex_number_beside_a_real_variable_is_refused_at_once()
    {
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> x = tape.Constant(2.0);
        Func<Var<double>>[] wrong = [() => x + Complex.ImaginaryOne, () => Complex.ImaginaryOne - x, () => x - Complex.ImaginaryOne, () => Complex.ImaginaryOne * x, () => x / Complex.ImaginaryOne, () => Complex.ImaginaryOne / x];
        foreach (Func<Var<double>> made in wrong) AssertMessage("convert the variable with ToComplex", () => made());
        Var<Complex> z = tape.Constant(Complex.One);
        Assert.Equal(new Complex(1, 1), (z + Complex.ImaginaryOne).Value[[]]);
    }

    private static Var<double> LayerOf(Var<double> w, Var<double> b) => Ops.Tanh((Ops.Sum(Ops.Square(w) * Ops.Sin(w), 1) * b) + b);

    private static Var LossOf(Var<double> w, Var<double> b) => Ops.HalfSquaredNorm(LayerOf(w, b));

    private static Var<double> Layer(RecordVariables<Model> v) => LayerOf(v.Of(m => m.W), v.Of(m => m.B));

    private static Var Loss(RecordVariables<Model> v) => Ops.HalfSquaredNorm(Layer(v));

    private static Var<double> WeightsOf(Var<double> v) => Ops.Reshape(Ops.Slice(v, 0, 0, Weights), Rows, Columns);

    private static Var<double> BiasOf(Var<double> v) => Ops.Slice(v, 0, Weights, Rows);

    private static Var<double> JoinedLayer(Var<double> v) => LayerOf(WeightsOf(v), BiasOf(v));

    private static Var JoinedLoss(Var<double> v) => Ops.HalfSquaredNorm(JoinedLayer(v));

    private static Var<double> SquaredNorm(RecordVariables<Model> v) => Ops.HalfSquaredNorm(v.Of(m => m.W)) + Ops.HalfSquaredNorm(v.Of(m => m.B));

    private static Model ModelOf(ulong seed)
    {
        var model = new Model(NdArray.Empty<double>(new Shape(Rows, Columns)), NdArray.Empty<double>(new Shape(Rows)));
        new CounterRandom(seed).FillNormal(model.W);
        new CounterRandom(seed, Stream: 7).FillNormal(model.B);
        return model;
    }

    private static NdArray<double> Joined(Model model) => NdArray.From([.. model.W.Copy().AsReadOnlySpan(), .. model.B.Copy().AsReadOnlySpan()]);

    private static void AssertBlocks(NdArray<double> whole, NdArray<double> ww, NdArray<double> wb, NdArray<double> bw, NdArray<double> bb)
    {
        for (int row = 0; row < All; row++)
        {
            NdArray<double> left = row < Weights ? ww.Reshape(Weights, Weights).Select(0, row) : bw.Reshape(Rows, Weights).Select(0, row - Weights);
            NdArray<double> right = row < Weights ? wb.Reshape(Weights, Rows).Select(0, row) : bb.Select(0, row - Weights);
            AssertClose(whole.Select(0, row), Joined(new Model(left, right)));
        }
    }

    private static void AssertClose(NdArray<double> expected, NdArray<double> actual)
    {
        double[] left = expected.Copy().AsReadOnlySpan().ToArray();
        double[] right = actual.Copy().AsReadOnlySpan().ToArray();
        Assert.Equal(left.Length, right.Length);
        double scale = Math.Max(1, left.Max(Math.Abs));
        for (int k = 0; k < left.Length; k++) Assert.Equal(left[k], right[k], 1e-13 * scale);
    }

    private static void AssertNumber(Complex expected, Complex actual) => Assert.True((expected - actual).Magnitude <= 1e-13 * Math.Max(1, expected.Magnitude), $"{expected} and {actual} differ");

    private static void AssertMessage(string part, Action act) => Assert.Contains(part, Assert.Throws<ArgumentException>(act).Message, StringComparison.Ordinal);

    private static void AssertMessage<T>(string part, Func<T> act) => AssertMessage(part, () => { act(); });

    private sealed record Model(NdArray<double> W, NdArray<double> B) : IArrayRecord<Model>
    {
        public Model Map(ArrayMap map) => new(map.Of(W), map.Of(B));
    }

    private sealed record Field(NdArray<Complex> Amplitude) : IArrayRecord<Field>
    {
        public Field Map(ArrayMap map) => new(map.Of(Amplitude));
    }
}
