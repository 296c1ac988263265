"""The diary of a village."""

import sqlalchemy as sa
from alembic import op

import storage.tables.base
revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('diary_entries',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('village_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('met', sa.Integer(), nullable=True),
    sa.Column('made_day', sa.Boolean(), nullable=False),
    sa.Column('version', sa.String(), nullable=False),
    sa.Column('answers_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('contact_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('saved_at', storage.tables.base.Moment(timezone=True), nullable=False),
    sa.Column('withdrawn_at', storage.tables.base.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['contact_id'], ['contacts.id'], name=op.f('fk_diary_entries_contact_id_contacts')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_diary_entries_person_id_people')),
    sa.ForeignKeyConstraint(['village_id'], ['regions.id'], name=op.f('fk_diary_entries_village_id_regions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_diary_entries'))
    )
    with op.batch_alter_table('diary_entries', schema=None) as batch_op:
        batch_op.create_index('ix_diary_entries_person_id_day', ['person_id', 'day'], unique=False)
        batch_op.create_index('ix_diary_entries_village_id_day', ['village_id', 'day'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('diary_entries', schema=None) as batch_op:
        batch_op.drop_index('ix_diary_entries_village_id_day')
        batch_op.drop_index('ix_diary_entries_person_id_day')

    op.drop_table('diary_entries')
