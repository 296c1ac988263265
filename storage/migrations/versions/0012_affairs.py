"""Health insurance, and what cadres say ahead of the register."""

import sqlalchemy as sa
from alembic import op

import storage.tables.base
revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('insurances',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('paid_on', sa.Date(), nullable=True),
    sa.Column('known_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_insurances_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_insurances')),
    sa.UniqueConstraint('person_id', 'year', name=op.f('uq_insurances_person_id_year'))
    )
    with op.batch_alter_table('insurances', schema=None) as batch_op:
        batch_op.create_index('ix_insurances_year_state', ['year', 'state'], unique=False)

    op.create_table('statements',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('household_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('contact_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('saved_at', storage.tables.base.Moment(timezone=True), nullable=False),
    sa.Column('withdrawn_at', storage.tables.base.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['contact_id'], ['contacts.id'], name=op.f('fk_statements_contact_id_contacts')),
    sa.ForeignKeyConstraint(['household_id'], ['households.id'], name=op.f('fk_statements_household_id_households')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_statements_person_id_people')),
    sa.ForeignKeyConstraint(['region_id'], ['regions.id'], name=op.f('fk_statements_region_id_regions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statements'))
    )
    with op.batch_alter_table('statements', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_statements_household_id'), ['household_id'], unique=False)
        batch_op.create_index('ix_statements_kind_year', ['kind', 'year'], unique=False, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
        batch_op.create_index('ix_statements_person_id_saved_at', ['person_id', 'saved_at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('statements', schema=None) as batch_op:
        batch_op.drop_index('ix_statements_person_id_saved_at')
        batch_op.drop_index('ix_statements_kind_year', sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_statements_household_id'))

    op.drop_table('statements')
    with op.batch_alter_table('insurances', schema=None) as batch_op:
        batch_op.drop_index('ix_insurances_year_state')

    op.drop_table('insurances')
