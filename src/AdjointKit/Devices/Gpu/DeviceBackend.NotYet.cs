using AdjointKit.Arrays;

namespace AdjointKit.Devices.Gpu;

/// <content>What a device does not do yet: an error that says so.</content>
internal sealed partial class DeviceBackend
{
    public override void MatrixMultiply(MatrixForm formA, in UntypedArray a, MatrixForm formB, in UntypedArray b, bool accumulate, in UntypedArray into) => throw Absent("matrix products");

    private NotSupportedException Absent(string what) => new($"{what} on {Device}: not there yet, move the arrays to the host");
}
