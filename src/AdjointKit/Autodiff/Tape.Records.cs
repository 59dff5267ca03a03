using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>Records of arrays.</content>
public sealed partial class Tape
{
    /// <summary>Puts the arrays of a record on the tape as variables to differentiate with respect to. The arrays stay the caller's.</summary>
    public RecordVariables<TRecord> Inputs<TRecord>(TRecord record)
        where TRecord : IArrayRecord<TRecord> => Put(record, active: true);

    /// <summary>Puts the arrays of a record on the tape as constants, say as a direction. The arrays stay the caller's.</summary>
    public RecordVariables<TRecord> Constants<TRecord>(TRecord record)
        where TRecord : IArrayRecord<TRecord> => Put(record, active: false);

    private RecordVariables<TRecord> Put<TRecord>(TRecord record, bool active)
        where TRecord : IArrayRecord<TRecord>
    {
        UntypedArray[] arrays = RecordArrays.Of(record);
        return new RecordVariables<TRecord>(this, record, arrays, [.. arrays.Select(array => AddNode(array, owned: false, active))]);
    }
}
