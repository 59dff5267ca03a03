using AdjointKit.Arrays;

namespace AdjointKit.Devices.Gpu;

/// <content>What a device does not do yet: an error that says so.</content>
internal sealed partial class DeviceBackend
{
    public override void ReduceTo(ReductionOp op, in UntypedArray x, in UntypedArray into)
    {
        if (op == ReductionOp.Sum) SumOver(x, into);
        else throw Absent(op.ToString());
    }

    public override void Locate(ExtremeOp op, in UntypedArray x, in NdArray<long> into) => throw Absent(op.ToString());

    public override void RunningSum(in UntypedArray x, int axis, in UntypedArray into) => throw Absent("running sums");

    public override void MatrixMultiply(MatrixForm formA, in UntypedArray a, MatrixForm formB, in UntypedArray b, bool accumulate, in UntypedArray into) => throw Absent("matrix products");

    public override void FillUniform(in UntypedArray into, CounterRandom random, ulong first = 0) => throw Absent("random numbers");

    public override void FillNormal(in UntypedArray into, CounterRandom random, ulong first = 0) => throw Absent("random numbers");

    public override void FillBernoulli(in UntypedArray into, double probability, CounterRandom random, ulong first = 0) => throw Absent("random numbers");

    public override void FillIntegers(in NdArray<long> into, long from, long to, CounterRandom random, ulong first = 0) => throw Absent("random numbers");

    public override void FillPermutation(in NdArray<long> into, CounterRandom random) => throw Absent("random numbers");

    public override FourierPlan PlanFourier(nint length) => throw Absent("Fourier transforms");

    public override GridFourierPlan PlanFourier(in Shape grid) => throw Absent("Fourier transforms");

    private NotSupportedException Absent(string what) => new($"{what} on {Device}: not there yet, move the arrays to the host");
}
